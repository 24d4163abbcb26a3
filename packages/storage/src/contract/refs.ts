import type { BatchId, EcsId, LineageId } from "@minference/protocol";

/** One ref as it stands now. */
export interface RefTip {
  readonly lineageId: LineageId;
  readonly name: string;
  readonly tip: EcsId;
}

/** One move of a ref. */
export interface RefLogEntry {
  readonly from: EcsId | null;
  /** Null: the ref was deleted. */
  readonly to: EcsId | null;
  readonly at: Date;
  readonly batchId: BatchId;
  readonly actor: string | null;
  readonly reason: string | null;
}

/** A change of a ref outside of any commit of versions. It is a batch of its own. */
export interface SetRef {
  readonly lineageId: LineageId;
  readonly name: string;
  /** Null: delete the ref. */
  readonly to: EcsId | null;
  /** `any`: whatever the tip is; else the tip that must be there, null for none. */
  readonly expect: "any" | EcsId | null;
  readonly batchId: BatchId;
  readonly at: Date;
  readonly actor: string | null;
  readonly reason: string | null;
}

/** The ref of a lineage that was stored as a root. */
export const mainRef = "main";

/** Name of the branch that a storage makes for a version: short, or long when the short one is taken. */
export function branchName(version: EcsId, length: "short" | "long"): string {
  const digits = version.replaceAll("-", "");
  return `branch-${length === "short" ? digits.slice(-8) : digits}`;
}
