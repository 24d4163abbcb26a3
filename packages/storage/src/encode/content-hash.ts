import { trustContentHash, type ContentHash } from "@minference/protocol";
import type { StoredField, WrittenSnapshot } from "../contract/entity-snapshot.ts";
import { canonicalJson, canonicalText } from "./canonical-json.ts";
import { sha256Hex } from "./sha256.ts";

/** A list as its hash sees it: how long it is, and the chained hash of its items. */
export interface ListDigest {
  readonly length: number;
  readonly hash: string;
}

/** One field as the content hash sees it. */
export type HashedValue = StoredField | { readonly digest: ListDigest };

/** What the content hash covers: never the batch, the erasure or where list items lie. */
export type HashedSnapshot = Pick<
  WrittenSnapshot,
  "ecsId" | "type" | "lineageId" | "parentId" | "createdAt" | "schemaVersion"
> & { readonly state: Readonly<Record<string, HashedValue>> };

/** SHA-256 over the canonical bytes of a version (spec 1.2). */
export function contentHash(snapshot: HashedSnapshot): ContentHash {
  const fields = Object.keys(snapshot.state).sort();
  let text =
    canonicalText(snapshot.ecsId) +
    canonicalText(snapshot.type) +
    canonicalText(snapshot.lineageId) +
    canonicalJson(snapshot.parentId) +
    `${snapshot.createdAt.getTime()};${snapshot.schemaVersion};${fields.length}:`;
  for (const field of fields) {
    const value = snapshot.state[field];
    if (value !== undefined) text += canonicalText(field) + canonicalValue(value);
  }
  return trustContentHash(sha256Hex(text));
}

function canonicalValue(value: HashedValue): string {
  if ("json" in value) return `j${canonicalJson(value.json)}`;
  if ("ref" in value) return `r${canonicalJson(value.ref)}`;
  if ("dict" in value) return `d${canonicalJson(value.dict)}`;
  return `l${value.digest.length}:${value.digest.hash}`;
}
