import { expect, test } from "@jest/globals";
import { lineageOf, trustEcsId } from "@minference/protocol";
import { DanglingReferenceError } from "./dangling-reference-error.ts";
import { DuplicateIdError } from "./duplicate-id-error.ts";
import { StorageClosedError } from "./storage-closed-error.ts";
import { VersionConflictError } from "./version-conflict-error.ts";

const first = trustEcsId("0198c0de-0000-7000-8000-0000aaaaaaaa");
const second = trustEcsId("0198c0de-0000-7000-8000-0000bbbbbbbb");
const lineageId = lineageOf(first);

test("a conflict names the lineage, the ref, what was expected and what was found (S16)", () => {
  const conflict = { lineageId, ref: "main", expected: first, found: second };
  const error = new VersionConflictError(conflict);
  expect(error).toMatchObject({ kind: "conflict", code: "version_conflict", retryable: false });
  expect(error).toMatchObject(conflict);
  expect(error.message).toMatch(/ref main was expected at …aaaaaaaa, found at …bbbbbbbb\./);
});

test("a conflict without a version says so", () => {
  const error = new VersionConflictError({ lineageId, ref: "main", expected: first, found: null });
  expect(error.message).toMatch(/found at no version\./);
});

test("a dangling reference names its owner, the field and the missing version", () => {
  const dangling = { entityType: "Note", ecsId: first, path: "to", target: second };
  const error = new DanglingReferenceError(dangling);
  expect(error).toMatchObject({ kind: "not_found", code: "dangling_reference", retryable: false });
  expect(error).toMatchObject(dangling);
  expect(error.message).toMatch(/^Note …aaaaaaaa: to names version …bbbbbbbb,/);
});

test("a taken id names its version", () => {
  const error = new DuplicateIdError({ entityType: "Note", ecsId: first });
  expect(error).toMatchObject({ kind: "duplicate", code: "duplicate_id", ecsId: first });
  expect(error.message).toMatch(/^Note …aaaaaaaa is stored already with other content\./);
});

test("a closed storage names the call that came too late (S44)", () => {
  const error = new StorageClosedError({ backend: "memory", operation: "commit" });
  expect(error).toMatchObject({ kind: "storage_unavailable", code: "storage_closed" });
  expect(error.message).toMatch(/^commit was called on a memory storage that is closed\./);
});
