export { ownField, mapFields } from "./contract/fields.ts";
export { checkLinks, checkRefTarget } from "./laws/check-links.ts";
export type { RefTarget } from "./laws/check-links.ts";
export { checkListEdit } from "./laws/check-list-edit.ts";
export type { ListEditPlace } from "./laws/check-list-edit.ts";
export { checkPage } from "./laws/check-page.ts";
export { checkRefName, checkSetRef } from "./laws/check-ref-name.ts";
export type {
  EntitySnapshot,
  ListEdit,
  StoredField,
  StoredValue,
  VersionRow,
  WrittenSnapshot,
  WrittenValue,
} from "./contract/entity-snapshot.ts";
export type { EntityStorage, Page, RowFilter, TreeRead } from "./contract/entity-storage.ts";
export type { EmptiedVersion, EraseRequest, Erasure } from "./contract/erasing.ts";
export type { PruneReceipt, PruneRequest } from "./contract/pruning.ts";
export { branchName, mainRef } from "./contract/refs.ts";
export type { RefLogEntry, RefTip, SetRef } from "./contract/refs.ts";
export type { StorageProblem } from "./contract/storage-problem.ts";
export type { StorageStatus } from "./contract/storage-status.ts";
export type { CommitReceipt, MovedRef, RefMove, WriteBatch } from "./contract/write-batch.ts";
export { countVersions } from "./laws/count-versions.ts";
export { decideMove, decideMoves } from "./laws/decide-move.ts";
export type { DecidedMove, FoundRefs, PlacedMove } from "./laws/decide-move.ts";
export { decideSetRef } from "./laws/decide-set-ref.ts";
export { EditedLists } from "./laws/edited-lists.ts";
export type { StoredLists } from "./laws/edited-lists.ts";
export { findProblems } from "./laws/find-problems.ts";
export type { VerifiedContents } from "./laws/find-problems.ts";
export { heldIds } from "./laws/held-ids.ts";
export { newVersions } from "./laws/new-versions.ts";
export type { KnownVersion } from "./laws/new-versions.ts";
export { planPrune } from "./laws/plan-prune.ts";
export type { PrunableContents, PrunableVersion } from "./laws/plan-prune.ts";
export { unreached } from "./laws/unreached.ts";
export type { VersionGraph } from "./laws/unreached.ts";
export { versionsToErase } from "./laws/versions-to-erase.ts";
export { canonicalJson } from "./encode/canonical-json.ts";
export { contentHash } from "./encode/content-hash.ts";
export type { HashedSnapshot, HashedValue, ListDigest } from "./encode/content-hash.ts";
export { frozenJson, maxJsonCharacters, maxJsonDepth } from "./encode/frozen-json.ts";
export { keptField } from "./encode/kept-field.ts";
export { ListChain, listHash } from "./encode/list-chain.ts";
export { sha256Hex } from "./encode/sha256.ts";
export { uuidFromHex, uuidToBytes } from "./encode/uuid-bytes.ts";
export { DanglingReferenceError } from "./errors/dangling-reference-error.ts";
export { DuplicateIdError } from "./errors/duplicate-id-error.ts";
export { StorageClosedError } from "./errors/storage-closed-error.ts";
export { StorageError } from "./errors/storage-error.ts";
export { VersionConflictError } from "./errors/version-conflict-error.ts";
