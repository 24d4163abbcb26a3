import type { EcsId } from "@minference/protocol";

/** Scalar fields of an entity and the values that they must equal. */
export type Where<E> = {
  readonly [
    Name in keyof E as E[Name] extends string | number | boolean | Date | null ? Name : never
  ]?: E[Name];
};

/** Which versions of a type to list. */
export interface ListOptions<E> {
  /** At most this many, 1 to 1,000; 100 unless said. */
  readonly limit?: number;
  /** Only versions with a smaller id: the last one of the page before. */
  readonly before?: EcsId;
  /** `main`: only tips of `main`; `all` unless said. */
  readonly versions?: "all" | "main";
  readonly where?: Where<E>;
}
