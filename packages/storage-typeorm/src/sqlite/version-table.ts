import type { EcsId, JsonValue } from "@minference/protocol";
import type { EntitySnapshot, StoredValue, WrittenSnapshot } from "@minference/storage";
import type { SegmentTable } from "../mapping/mapped-table.ts";
import type { ListPlace } from "../segments/list-place.ts";
import type { IdBlobs } from "./id-blobs.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";

/** A version that is read, and what its state still lacks. */
export interface ReadVersion {
  readonly snapshot: EntitySnapshot;
  /** The state of the snapshot, to put the lists in. */
  readonly state: Record<string, StoredValue>;
  readonly lists: readonly ReadList[];
  readonly links: readonly ReadLink[];
}

/** A version that another one names. */
export interface ReadLink {
  readonly id: EcsId;
  /** Table where versions of its declared classes lie; null: unknown. */
  readonly table: string | null;
  /** Its type; null: unknown. */
  readonly type: string | null;
}

/** A list of a version whose items have yet to be read. */
export interface ReadList {
  readonly field: string;
  readonly rows: SegmentTable;
  /** 32 hex digits. */
  readonly segment: string;
  /** At least 1. */
  readonly length: number;
}

/** What a stored version names, without its content: to plan a version that starts from it. */
export interface VersionLinks {
  /** By field, the version that a ref names. */
  readonly refs: ReadonlyMap<string, EcsId>;
  /** By field, the versions that a dict names. */
  readonly dicts: ReadonlyMap<string, ReadonlySet<string>>;
  readonly lists: ReadonlyMap<string, ListPlace>;
}

/** What the row of a version takes from the transaction that writes it. */
export interface Completion {
  readonly lists: ReadonlyMap<string, ListPlace>;
  /** The type of a version that the row names. */
  readonly typeOf: (id: EcsId) => string;
}

/** A stored version that is to be emptied. */
export interface VersionContent {
  readonly ecsId: EcsId;
  readonly type: string;
  readonly schemaVersion: number;
  /** What `contentSql` gives. */
  readonly content: SqlValue;
}

/** Reads fields that hold ids which are not followed. */
export interface IdFieldReader {
  /** Expressions that `read` takes, for a table alias. */
  select(alias: string): readonly string[];

  /**
   * The fields in a row, from its value `at` on; those that the version lacks are null or left out.
   *
   * @throws {CorruptError} a column holds what was never written.
   */
  read(row: SqlRow, at: number, id: EcsId): Readonly<Record<string, StoredValue>>;
}

/** A table of versions in SQLite: how they are written to it and read from it. */
export interface VersionTable {
  readonly name: string;
  /** All columns, in the order of a row. */
  readonly columns: readonly string[];
  /** Expressions that `read` takes, for a table alias. */
  select(alias: string): readonly string[];
  /** The expression that tells a version's type, for a table alias. */
  typeSql(alias: string): string;
  /** The expression of what `emptied` has to know of a version's content, for a table alias. */
  contentSql(alias: string): string;
  /** The query for what a version names, by its id; null when the types of the table name none. */
  readonly linksSql: string | null;

  /** The fields in which a version may name others. */
  linkFields(snapshot: WrittenSnapshot): readonly string[];

  /**
   * The row of a version; what only the transaction knows is left null.
   *
   * @throws {SchemaDriftError} the state is not what the table's columns hold.
   */
  encode(snapshot: WrittenSnapshot, ids: IdBlobs): SqlValue[];

  /** Fills in what `encode` left null. */
  complete(row: SqlValue[], snapshot: WrittenSnapshot, completion: Completion): void;

  /** The id of the version in a row, from its value `at` on; null when no version is there. */
  idAt(row: SqlRow, at: number): EcsId | null;

  /**
   * The version in a row, from its value `at` on.
   *
   * @throws {CorruptError} a column holds what was never written.
   */
  read(row: SqlRow, at: number): ReadVersion;

  /**
   * What a stored version names.
   *
   * @throws {CorruptError} a column holds what was never written.
   */
  readLinks(row: SqlRow, id: EcsId): VersionLinks;

  /** Reads these JSON fields of every version that has them. */
  idFields(names: readonly string[]): IdFieldReader;

  /**
   * The columns that hold the given JSON fields of a version, with their new values; fields that it lacks are left out.
   *
   * @throws {InvalidRequestError} a field is no JSON field, or cannot hold the value.
   * @throws {CorruptError} {@link SchemaDriftError} what is stored cannot be read.
   */
  emptied(
    version: VersionContent,
    json: Readonly<Record<string, JsonValue>>,
    ids: IdBlobs,
  ): ReadonlyMap<string, SqlValue>;
}
