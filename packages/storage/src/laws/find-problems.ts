import { shortId, type EcsId, type LineageId } from "@minference/protocol";
import type { EntitySnapshot } from "../contract/entity-snapshot.ts";
import { mapFields } from "../contract/fields.ts";
import type { RefTip } from "../contract/refs.ts";
import type { StorageProblem } from "../contract/storage-problem.ts";
import { contentHash, type HashedValue } from "../encode/content-hash.ts";
import { listHash } from "../encode/list-chain.ts";
import { heldIds } from "./held-ids.ts";

/** What a storage reads back, to be compared with the laws. */
export interface VerifiedContents {
  readonly versions: Iterable<EntitySnapshot>;
  readonly tips: Iterable<RefTip>;
  /** Lineage of a stored version; undefined: it is not stored. */
  lineageOf(id: EcsId): LineageId | undefined;
}

/**
 * What is damaged: versions whose content is not that of their hash, links and refs that name no version.
 *
 * It reads every version once, hashes its content and all items of its lists.
 */
export function findProblems(contents: VerifiedContents): StorageProblem[] {
  const problems: StorageProblem[] = [];
  for (const version of contents.versions) {
    const { ecsId, lineageId, type } = version;
    for (const what of problemsOf(version, contents)) {
      problems.push({ problem: `${type} …${shortId(ecsId)}: ${what}`, ecsId, lineageId });
    }
  }
  for (const { lineageId, name, tip } of contents.tips) {
    if (contents.lineageOf(tip) === lineageId) continue;
    const problem = `Ref ${name} points to …${shortId(tip)}, which is no version of its lineage`;
    problems.push({ problem, ecsId: null, lineageId });
  }
  return problems;
}

function* problemsOf(version: EntitySnapshot, contents: VerifiedContents): Iterable<string> {
  if (version.erasedAt === null && version.contentHash !== hashOf(version)) {
    yield "its content is not that of its hash";
  }
  if (version.erasedAt !== null && version.contentHash !== null)
    yield "it is erased and has a hash";
  for (const [field, value] of Object.entries(version.state)) {
    const missing = new Set(heldIds(value).filter((id) => contents.lineageOf(id) === undefined));
    for (const id of missing) yield `${field} names …${shortId(id)}, which is not stored`;
  }
}

function hashOf(version: EntitySnapshot): string {
  const state = mapFields(version.state, (value): HashedValue => {
    if (!("list" in value)) return value;
    return { digest: { length: value.list.length, hash: listHash(value.list) } };
  });
  return contentHash({ ...version, state });
}
