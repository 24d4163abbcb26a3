import type { DatabaseSchema } from "../schema/database-schema.ts";
import { EntityVersionTable } from "./entity-version-table.ts";
import { MappedVersionTable } from "./mapped-version-table.ts";
import type { VersionTable } from "./version-table.ts";

/** All tables of versions of a database, and which type lies in which. */
export class VersionTables {
  readonly all: readonly VersionTable[];
  readonly entity: VersionTable = new EntityVersionTable();
  readonly #byType: ReadonlyMap<string, VersionTable>;
  readonly #byName: ReadonlyMap<string, VersionTable>;

  constructor(schema: DatabaseSchema) {
    const mapped = schema.mapped.map((table) => new MappedVersionTable(table));
    this.all = [...mapped, this.entity];
    this.#byName = new Map(this.all.map((table) => [table.name, table]));
    this.#byType = new Map(
      [...schema.types].flatMap(([type, { table }]): [string, VersionTable][] => {
        const found = this.#byName.get(table.name);
        return found === undefined ? [] : [[type, found]];
      }),
    );
  }

  /** The table of a type: that of its mapping, else the one for all other types. */
  ofType(type: string): VersionTable {
    return this.#byType.get(type) ?? this.entity;
  }

  /** The table of that name; null when there is none. */
  named(name: string): VersionTable | null {
    return this.#byName.get(name) ?? null;
  }
}
