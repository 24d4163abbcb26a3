/** Where conversations are stored. */
export type StorageTarget =
  | { readonly kind: "memory" }
  | {
      readonly kind: "sqlite";
      readonly file: string;
      /** `made`: its folder is the demo's own, and is made; `given`: it must be there. */
      readonly folder: "made" | "given";
    };

/** Options of a run. */
export interface RunSettings {
  readonly storage: StorageTarget;
  /** Threads that are in work at one time. */
  readonly concurrency: number;
  /** Null: the provider's default limit; none for the built-in server. */
  readonly requestsPerMinute: number | null;
  /** Null: the provider's default limit; none for the built-in server. */
  readonly tokensPerMinute: number | null;
  /** Decides the answers of the built-in server. */
  readonly seed: number;
}

/** What the command line asks for. */
export type Command =
  | { readonly kind: "help" }
  | { readonly kind: "chats"; readonly settings: RunSettings }
  | {
      readonly kind: "jsonl";
      readonly settings: RunSettings;
      readonly file: string;
      /** Null: results go to stdout. */
      readonly out: string | null;
    }
  | {
      /** What the second process of `chats` does. */
      readonly kind: "compare";
      readonly storage: StorageTarget;
      /** The list that the first process wrote. */
      readonly list: string;
    };
