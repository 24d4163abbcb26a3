// boundary: the only place where a string becomes a branded id
import { randomUUID } from "node:crypto";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** Names one version of an entity: a UUIDv7 in lower case, with dashes. */
export type EcsId = Branded<"EcsId">;
/** Names all versions of one thing: a UUIDv7 in lower case, with dashes. */
export type LineageId = Branded<"LineageId">;
/** Names one object in memory: a UUID in lower case, never stored. */
export type LiveId = Branded<"LiveId">;
/** Names one write batch: a UUIDv7 in lower case, with dashes. */
export type BatchId = Branded<"BatchId">;
/** SHA-256 of the canonical bytes of one version: 64 lower-case hex digits. */
export type ContentHash = Branded<"ContentHash">;
/** Block-chained SHA-256 of the ids of one list: 64 lower-case hex digits. */
export type ListHash = Branded<"ListHash">;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const hashPattern = /^[0-9a-f]{64}$/;

/** True for a UUID in lower case with dashes, the only written form of an id. */
export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}

function parse(pattern: RegExp, text: string): string | null {
  const lowered = text.toLowerCase();
  return pattern.test(lowered) ? lowered : null;
}

/** The version id that `text` spells, or null when it is no UUID. */
export function parseEcsId(text: string): EcsId | null {
  return parse(uuidPattern, text) as EcsId | null; // the pattern is the proof
}

/** The lineage id that `text` spells, or null when it is no UUID. */
export function parseLineageId(text: string): LineageId | null {
  return parse(uuidPattern, text) as LineageId | null; // the pattern is the proof
}

/** The batch id that `text` spells, or null when it is no UUID. */
export function parseBatchId(text: string): BatchId | null {
  return parse(uuidPattern, text) as BatchId | null; // the pattern is the proof
}

/** The content hash that `text` spells, or null when it is not 64 hex digits. */
export function parseContentHash(text: string): ContentHash | null {
  return parse(hashPattern, text) as ContentHash | null; // the pattern is the proof
}

/** The list hash that `text` spells, or null when it is not 64 hex digits. */
export function parseListHash(text: string): ListHash | null {
  return parse(hashPattern, text) as ListHash | null; // the pattern is the proof
}

/** A new id of an object in memory. */
export function mintLiveId(): LiveId {
  return randomUUID() as LiveId; // a random UUID is what the brand stands for
}

/** Takes text that this process has minted or read back from its own storage as a version id. */
export function trustEcsId(text: string): EcsId {
  return text as EcsId; // made by an IdSource or decoded from 16 stored bytes
}

/** The id of a lineage whose first version is `first`: the same UUID. */
export function lineageOf(first: EcsId): LineageId {
  return first as string as LineageId; // a lineage is named by its first version
}

/** Takes text read back from a storage's own lineage column as a lineage id. */
export function trustLineageId(text: string): LineageId {
  return text as LineageId; // decoded from 16 stored bytes
}

/** Takes text that this process has minted or read back from its own storage as a batch id. */
export function trustBatchId(text: string): BatchId {
  return text as BatchId; // made by an IdSource or decoded from 16 stored bytes
}

/** Takes 64 hex digits that a digest of this process gave, or a storage kept, as a content hash. */
export function trustContentHash(text: string): ContentHash {
  return text as ContentHash; // the output of SHA-256
}

/** Takes 64 hex digits that a digest of this process gave, or a storage kept, as a list hash. */
export function trustListHash(text: string): ListHash {
  return text as ListHash; // the output of SHA-256
}

/** The last 8 hex digits, as prose names an id: the first ones are the clock. */
export function shortId(id: string): string {
  return id.slice(-8);
}
