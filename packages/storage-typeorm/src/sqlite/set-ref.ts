import {
  DanglingReferenceError,
  VersionConflictError,
  checkSetRef,
  type SetRef,
} from "@minference/storage";
import { IdBlobs } from "./id-blobs.ts";
import type { RefStore } from "./ref-store.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { VersionLocator } from "./version-locator.ts";
import { writeBatchRow } from "./write-batch-row.ts";

/** What a ref is set with. */
export interface SetRefParts {
  readonly connection: SqliteConnection;
  readonly locator: VersionLocator;
  readonly refs: RefStore;
}

/**
 * Points a ref to a version of its lineage or deletes it, inside a transaction (L14, L15); a known batch changes
 * nothing.
 *
 * @throws {VersionConflictError} `expect` is not the tip.
 * @throws {DanglingReferenceError} `to` is no stored version of the lineage.
 * @throws {InvalidRequestError} the name is no ref name, or `main` is to be deleted.
 */
export function setRef(change: SetRef, { connection, locator, refs }: SetRefParts): void {
  const { lineageId, name, to, expect, batchId, at, actor, reason } = change;
  const ids = new IdBlobs();
  const row = { batchId, createdAt: at, actor, reason, runId: null };
  if (!writeBatchRow(connection, row, ids)) return;
  checkSetRef(change);
  if (to !== null && locator.find([to]).get(to)?.lineageId !== lineageId) {
    const entityType = `Lineage ${lineageId}`;
    throw new DanglingReferenceError({ entityType, ecsId: null, path: `ref ${name}`, target: to });
  }
  const lineage = ids.of(lineageId);
  const last = refs.last(lineage, name);
  const tip = last?.tip ?? null;
  if (expect !== "any" && expect !== tip) {
    throw new VersionConflictError({ lineageId, ref: name, expected: expect, found: tip });
  }
  if (tip === to) return;
  refs.add(
    { lineageId: lineage, name, to: to === null ? null : ids.of(to), batchId: ids.of(batchId) },
    last,
  );
}
