import type { EcsId } from "@minference/protocol";
import type { ListEdit } from "@minference/storage";

/** Items of a chunk; only the last one may have fewer. */
const width = 64;

/**
 * An immutable list of version ids that shares with the list it was made from every chunk that did not change.
 *
 * An edit copies the pointers to the chunks and the chunks that it touches: appending to 10,000 items copies 157
 * pointers and at most 63 items.
 */
export class SharedList {
  static readonly empty: SharedList = new SharedList([], 0);

  readonly chunks: readonly (readonly EcsId[])[];
  readonly length: number;

  private constructor(chunks: readonly (readonly EcsId[])[], length: number) {
    this.chunks = chunks;
    this.length = length;
  }

  /** What an edit makes of this list, which must be able to bear it. */
  edited({ keep, put, append }: ListEdit): SharedList {
    if (keep === this.length && put.length === 0 && append.length === 0) return this;
    const chunks = this.chunks.slice(0, Math.ceil(keep / width));
    for (const [position, item] of put) {
      const index = Math.floor(position / width);
      const chunk = chunks[index];
      if (chunk !== undefined) chunks[index] = chunk.with(position % width, item);
    }
    const open = keep % width;
    const tail = open === 0 ? append : [...(chunks.pop()?.slice(0, open) ?? []), ...append];
    for (let at = 0; at < tail.length; at += width) chunks.push(tail.slice(at, at + width));
    return new SharedList(chunks, keep + append.length);
  }

  /** A fresh array of all items. */
  toArray(): EcsId[] {
    const items: EcsId[] = [];
    for (const chunk of this.chunks) for (const item of chunk) items.push(item);
    return items;
  }
}
