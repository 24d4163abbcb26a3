/** What a column holds; each database keeps it in its own way. */
export type ColumnKind =
  /** Id of a version, lineage, batch or segment. */
  | "id"
  /** SHA-256. */
  | "hash"
  /** A uuid of the user's world: compact when it is in lower case, else its very text. */
  | "uuid"
  /** A uuid kept as its text. */
  | "uuid_text"
  | "text"
  | "enum"
  | "integer"
  | "number"
  | "boolean"
  | "instant"
  /** An instant kept as ISO 8601 text in UTC. */
  | "instant_text"
  | "json"
  /** Version ids by key, as JSON. */
  | "dict";

/** One column of a table, for every database. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly nullable: boolean;
  /** The allowed values of an enum; empty for every other kind. */
  readonly values: readonly string[];
}

/** A column that is no enum. */
export function column(name: string, kind: ColumnKind, nullability: "null" | "not null"): Column {
  return { name, kind, nullable: nullability === "null", values: [] };
}
