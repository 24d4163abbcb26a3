import type { EntityStorage } from "../contract/entity-storage.ts";
import type { Author } from "./author.ts";

/** One place where a backend keeps its data, made for one case. */
export interface StoreUnderTest {
  /**
   * A storage over this place. The suite opens it once, empty, and again only after it has closed the storage
   * that it got before: that one must see all that was acknowledged. A backend without a disk gives its
   * second storage the data of the first.
   */
  open(): Promise<EntityStorage>;
  /** Removes the place; every storage over it is closed by then. */
  destroy(): Promise<void>;
}

/** Makes a fresh, empty place. */
export type StorageSetup = () => Promise<StoreUnderTest>;

/** One case of the suite, for any runner. */
export interface StorageCase {
  /** The law of CONTRACT.md that it shows, such as `L7`. */
  readonly law: string;
  /** A sentence that is true of a backend that keeps the law; it ends with the law. */
  readonly name: string;
  /** Rejects when the backend breaks the law. */
  run(): Promise<void>;
}

/** What a case is run with. */
export interface Scene {
  readonly storage: EntityStorage;
  /** Writes versions and batches, and knows how they must read. */
  readonly author: Author;
  /** Closes the storage and opens the same place again. */
  reopen(): Promise<EntityStorage>;
}

/** A case as its group states it. */
export interface CaseOfLaw {
  readonly law: string;
  readonly name: string;
  run(scene: Scene): Promise<void>;
}
