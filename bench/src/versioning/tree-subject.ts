/** A tree of which one leaf after the other is changed, each time with a new version of the whole. */
export interface TreeSubject {
  readonly name: string;
  /** Picks a random leaf and walks to it, outside the clock. */
  pick(): void;
  /** Changes the picked leaf and makes the new version. */
  change(value: number): void;
  /** What else a version needs before the next one, outside the clock. */
  settle(): Promise<void>;
  /** Asks whether the tree differs from its last version; null for a subject that cannot tell. */
  readonly check: (() => boolean) | null;
}
