import {
  shortId,
  trustBatchId,
  trustContentHash,
  trustEcsId,
  trustLineageId,
  type BatchId,
  type ContentHash,
  type EcsId,
  type LineageId,
} from "@minference/protocol";
import { CorruptError } from "@minference/protocol";
import type { WrittenSnapshot } from "@minference/storage";
import { isInstant } from "./column-codec.ts";
import { hashToBlob, type IdBlobs } from "./id-blobs.ts";
import { IdTexts, RepeatedIdTexts } from "./id-texts.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";

/** What every version has beside its type and state. */
export interface VersionFields {
  readonly ecsId: EcsId;
  readonly lineageId: LineageId;
  readonly parentId: EcsId | null;
  readonly createdAt: Date;
  readonly schemaVersion: number;
  readonly batchId: BatchId;
  readonly contentHash: ContentHash | null;
  readonly erasedAt: Date | null;
}

/** The values of the columns that every table of versions begins with. */
export function encodeVersion(snapshot: WrittenSnapshot, ids: IdBlobs): SqlValue[] {
  const { ecsId, lineageId, parentId, createdAt, schemaVersion, batchId, contentHash, erasedAt } =
    snapshot;
  return [
    ids.of(ecsId),
    ids.of(lineageId),
    parentId === null ? null : ids.of(parentId),
    createdAt.getTime(),
    schemaVersion,
    ids.of(batchId),
    contentHash === null ? null : hashToBlob(contentHash),
    erasedAt === null ? null : erasedAt.getTime(),
  ];
}

const noId = "-".repeat(32);
const noHash = "-".repeat(64);

/** Reads the columns that every table of versions begins with: ids and hash in one text, made in SQL. */
export class VersionReader {
  /** How many values of a row it takes. */
  static readonly width = 4;

  readonly #texts = new IdTexts();
  readonly #own = new RepeatedIdTexts(this.#texts);
  readonly #batches = new RepeatedIdTexts(this.#texts);

  /** The expressions, for a table alias. */
  static select(alias: string): readonly string[] {
    const id = (name: string): string => `hex(${alias}.${name})`;
    const optional = (name: string, none: string): string =>
      `CASE WHEN ${alias}.${name} IS NULL THEN '${none}' ELSE ${id(name)} END`;
    const parts = [
      id("ecs_id"),
      id("lineage_id"),
      id("batch_id"),
      optional("parent_id", noId),
      optional("content_hash", noHash),
    ];
    return [
      `lower(${parts.join(" || ")})`,
      `${alias}.created_at`,
      `${alias}.schema_version`,
      `${alias}.erased_at`,
    ];
  }

  /** The id alone, from the same row. */
  id(row: SqlRow, at: number): EcsId | null {
    const ids = row[at];
    if (typeof ids !== "string" || ids.length < 32) return null;
    return trustEcsId(this.#own.of(ids.slice(0, 32)));
  }

  /**
   * The fields, from the values of a row that begin at `at`.
   *
   * @throws {CorruptError} a column holds what was never written.
   */
  read(row: SqlRow, at: number, table: string): VersionFields {
    const [ids, createdAt, schemaVersion, erasedAt] = [
      row[at],
      row[at + 1],
      row[at + 2],
      row[at + 3],
    ];
    if (typeof ids !== "string" || ids.length !== 192) throw this.#corrupt(row, at, `${table} ids`);
    if (createdAt === undefined || !isInstant(createdAt))
      throw this.#corrupt(row, at, `${table}.created_at`);
    if (typeof schemaVersion !== "number") throw this.#corrupt(row, at, `${table}.schema_version`);
    if (erasedAt === undefined || (erasedAt !== null && !isInstant(erasedAt))) {
      throw this.#corrupt(row, at, `${table}.erased_at`);
    }
    const own = ids.slice(0, 32);
    const ecsId = trustEcsId(this.#own.of(own));
    const lineage = ids.slice(32, 64);
    return {
      ecsId,
      // the first version of a lineage gives it its id, and most lineages have one version
      lineageId: trustLineageId(lineage === own ? ecsId : this.#texts.of(lineage)),
      parentId: ids.startsWith("-", 96) ? null : trustEcsId(this.#texts.of(ids.slice(96, 128))),
      createdAt: new Date(createdAt),
      schemaVersion,
      batchId: trustBatchId(this.#batches.of(ids.slice(64, 96))),
      contentHash: ids.startsWith("-", 128) ? null : trustContentHash(ids.slice(128)),
      erasedAt: erasedAt === null ? null : new Date(erasedAt),
    };
  }

  #corrupt(row: SqlRow, at: number, column: string): CorruptError {
    return corruptColumn({ type: "A version", id: this.id(row, at), column });
  }
}

/** The error of a row that holds what was never written; it names where, never what. */
export function corruptColumn(place: {
  readonly type: string;
  readonly id: EcsId | null;
  readonly column: string;
}): CorruptError {
  const { type, id, column } = place;
  return new CorruptError({
    problem: `${type} ${id === null ? "" : `…${shortId(id)} `}has in ${column} what was never written there`,
    remedy: "Restore the row from a backup; every other version is readable",
    entityType: type,
    path: column,
    ...(id !== null && { ecsId: id }),
  });
}
