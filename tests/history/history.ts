import type { EcsId, LineageId } from "@minference/protocol";

/** What a writer asks of the ref that it follows: to be moved, or else a branch of its own. */
export type Demand = "head" | "branch";

/** One line of a client's log, written before or after what it tells of. Numbers are unique among all clients. */
export type HistoryEntry =
  /** The head of `main` that the client was given. */
  | {
      readonly kind: "read";
      readonly client: string;
      readonly lineageId: LineageId;
      readonly tip: EcsId;
    }
  /** An append begins: a version with this number, whose parent is the head that was read. */
  | {
      readonly kind: "invoke";
      readonly client: string;
      readonly number: number;
      readonly lineageId: LineageId;
      readonly parent: EcsId;
      readonly demand: Demand;
    }
  /** It was acknowledged, with this receipt. */
  | {
      readonly kind: "ok";
      readonly client: string;
      readonly number: number;
      readonly version: EcsId;
      readonly ref: string | null;
      readonly moved: boolean;
      readonly tip: EcsId | null;
    }
  /** It was refused: nothing is stored. */
  | { readonly kind: "fail"; readonly client: string; readonly number: number }
  /** Nobody knows. An append without any end, of a client that was killed, is the same. */
  | { readonly kind: "unknown"; readonly client: string; readonly number: number };

/** One version as it lies in the storage afterwards. */
export interface StoredAppend {
  readonly lineageId: LineageId;
  readonly ecsId: EcsId;
  readonly parentId: EcsId | null;
  /** The number that its writer gave it; null for the first version, which no client wrote. */
  readonly number: number | null;
}

/** One ref as it stands afterwards. */
export interface StoredRef {
  readonly lineageId: LineageId;
  readonly name: string;
  readonly tip: EcsId;
}

/** All that was logged, and all that is stored. */
export interface History {
  /** In the order of each client. */
  readonly log: readonly HistoryEntry[];
  readonly stored: readonly StoredAppend[];
  readonly refs: readonly StoredRef[];
}
