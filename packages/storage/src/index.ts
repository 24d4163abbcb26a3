export { checkListEdit } from "./checks/check-list-edit.ts";
export type { ListEditPlace } from "./checks/check-list-edit.ts";
export { checkPage } from "./checks/check-page.ts";
export { checkRefName, checkSetRef } from "./checks/check-ref-name.ts";
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
export { branchName, mainRef } from "./contract/refs.ts";
export type { RefLogEntry, RefTip, SetRef } from "./contract/refs.ts";
export type { StorageStatus } from "./contract/storage-status.ts";
export type { CommitReceipt, MovedRef, RefMove, WriteBatch } from "./contract/write-batch.ts";
export { canonicalJson } from "./encode/canonical-json.ts";
export { contentHash } from "./encode/content-hash.ts";
export type { HashedSnapshot, HashedValue, ListDigest } from "./encode/content-hash.ts";
export { frozenJson, maxJsonCharacters, maxJsonDepth } from "./encode/frozen-json.ts";
export { ListChain, listHash } from "./encode/list-chain.ts";
export { sha256Hex } from "./encode/sha256.ts";
export { uuidFromHex, uuidToBytes } from "./encode/uuid-bytes.ts";
export { DanglingReferenceError } from "./errors/dangling-reference-error.ts";
export { DuplicateIdError } from "./errors/duplicate-id-error.ts";
export { StorageClosedError } from "./errors/storage-closed-error.ts";
export { StorageError } from "./errors/storage-error.ts";
export { VersionConflictError } from "./errors/version-conflict-error.ts";
