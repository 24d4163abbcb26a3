/** What one request changed in its rendered messages; nothing of it is there in the next one. */
export type Patches = {
  /** Text at the end of the last user turn; null: none. */
  readonly suffix: string | null;
  /** Beginning of the answer, as a last message of the assistant; null: none. */
  readonly prefill: string | null;
  /** Positions of the messages whose last block is marked for the provider's cache. */
  readonly cacheMarks: readonly number[];
};

/** Nothing is changed. */
export const noPatches: Patches = { suffix: null, prefill: null, cacheMarks: [] };
