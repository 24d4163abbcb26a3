import { InvalidRequestError } from "@minference/protocol";
import { deriveTables } from "../mapping/derive-tables.ts";
import type { EntityMapping } from "../mapping/map-entity.ts";
import type { MappedTable, MappedType, SegmentTable } from "../mapping/mapped-table.ts";
import {
  listSegmentTable,
  receiptTable,
  refMoveTable,
  schemaTable,
  writeBatchTable,
} from "./fixed-tables.ts";
import type { TableDefinition } from "./table-definition.ts";
import { entityTable, segmentTable, versionTable } from "./version-table.ts";

/** Everything that a database holds for some mappings, whatever database it is. */
export interface DatabaseSchema {
  readonly mapped: readonly MappedTable[];
  readonly segments: readonly SegmentTable[];
  /** Table and place of each mapped type. */
  readonly types: ReadonlyMap<string, { readonly table: MappedTable; readonly type: MappedType }>;
  /** Tables that every database has. */
  readonly fixed: readonly TableDefinition[];
  /** Tables of the mappings: versions, then list rows. */
  readonly derived: readonly TableDefinition[];
}

/**
 * The schema for these mappings.
 *
 * @throws {InvalidRequestError} two tables would have one name, or the mappings contradict each other.
 * @throws {UnsafeNameError} a table or column has a name that SQL could misread.
 */
export function databaseSchema(mappings: readonly EntityMapping[]): DatabaseSchema {
  const mapped = deriveTables(mappings);
  const segments = mapped.flatMap((table) => table.segments);
  const derived = [...mapped.map(versionTable), ...segments.map(segmentTable)];
  checkNames([...fixedTables, ...derived]);
  const types = mapped.flatMap((table) =>
    table.types.map((type): [string, { table: MappedTable; type: MappedType }] => [
      type.type,
      { table, type },
    ]),
  );
  return { mapped, segments, types: new Map(types), fixed: fixedTables, derived };
}

const fixedTables: readonly TableDefinition[] = [
  schemaTable,
  writeBatchTable,
  listSegmentTable,
  refMoveTable,
  receiptTable,
  entityTable,
];

/** Each table has a view `<table>_text` beside it, and list rows one with the chains resolved. */
function checkNames(tables: readonly TableDefinition[]): void {
  const seen = new Set<string>();
  for (const { name } of tables) {
    for (const taken of [name, `${name}_text`, `${name}_resolved`]) {
      const folded = taken.toLowerCase();
      if (seen.has(folded)) {
        throw new InvalidRequestError({
          problem: `Two tables, or their views, would be named ${taken}`,
          remedy: "Map them to other table names; the table of a list is named under lists",
        });
      }
      seen.add(folded);
    }
  }
}
