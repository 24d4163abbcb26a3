import type { Column } from "./column.ts";

/** The rows of one list field: which item stands at which position of which segment. */
export interface SegmentTable {
  readonly name: string;
  /** Table of the versions that have the list. */
  readonly owner: string;
  readonly item: Column;
  /** Type of the item; null when all items lie in one table. */
  readonly itemType: Column | null;
  /** Column that names the version which introduced the item. */
  readonly introducedBy: Column;
  /** Table where items of the declared classes lie; null when they lie in several. */
  readonly target: string | null;
}

/** Where one field of a mapped type is stored. */
export type MappedField =
  | { readonly kind: "json"; readonly field: string; readonly column: Column }
  | { readonly kind: "dict"; readonly field: string; readonly column: Column }
  | {
      readonly kind: "ref";
      readonly field: string;
      readonly column: Column;
      /** Type of the version that is named; null when the declared classes lie in one table. */
      readonly typeColumn: Column | null;
      /** Table where versions of the declared classes lie; null when they lie in several. */
      readonly target: string | null;
    }
  | {
      readonly kind: "list";
      readonly field: string;
      readonly segment: Column;
      readonly length: Column;
      readonly rows: SegmentTable;
    };

/** One entity type of a table. */
export interface MappedType {
  readonly type: string;
  /** What the column `type` holds for it. */
  readonly storedAs: string;
  /** Fields of all its schema versions. */
  readonly fields: readonly MappedField[];
  /** By schema version, its fields in the order in which a state is read back: plain fields, refs, dicts, lists. */
  readonly shapes: ReadonlyMap<number, readonly MappedField[]>;
}

/** The table of the versions of one or several types, without the columns that every version has. */
export interface MappedTable {
  readonly name: string;
  readonly types: readonly MappedType[];
  /** Tells the types apart; null when there is one. */
  readonly typeColumn: Column | null;
  readonly columns: readonly Column[];
  /** Names of the columns that some schema version of a type lacks, or has otherwise. */
  readonly changing: ReadonlySet<string>;
  /** Columns that not every type has, and the stored names of the types that have them. */
  readonly partial: readonly {
    readonly column: Column;
    readonly storedAs: readonly string[];
    readonly required: boolean;
  }[];
  readonly segments: readonly SegmentTable[];
  /** Columns with an index of their own. */
  readonly indexes: readonly string[];
}
