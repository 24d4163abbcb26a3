/** Ids that are asked of a storage at a time. */
const idsPerPage = 500;

/** Ids in pages that a storage reads at a time, in their order. */
export function* pagesOf<Id>(ids: readonly Id[]): Generator<readonly Id[]> {
  for (let start = 0; start < ids.length; start += idsPerPage) {
    yield ids.slice(start, start + idsPerPage);
  }
}
