import { isKind, type EcsId } from "@minference/protocol";
import type { EntitySnapshot, EntityStorage } from "@minference/storage";

/** What reading one version came to. */
export type Read =
  | { readonly outcome: "read"; readonly snapshot: EntitySnapshot }
  | { readonly outcome: "damaged"; readonly ecsId: EcsId; readonly problem: string };

/** Reads versions so that a damaged one hides no other: a page that cannot be read is read in halves. */
export async function* readAll(
  storage: EntityStorage,
  ids: readonly EcsId[],
): AsyncGenerator<Read> {
  const pages = [ids];
  for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
    const read = await snapshotsOrProblem(storage, page);
    if (typeof read !== "string") yield* present(page, read);
    else if (page.length > 1) {
      const half = Math.ceil(page.length / 2);
      pages.push(page.slice(half), page.slice(0, half));
    } else for (const ecsId of page) yield { outcome: "damaged", ecsId, problem: read };
  }
}

type Snapshots = ReadonlyMap<EcsId, EntitySnapshot>;

async function snapshotsOrProblem(
  storage: EntityStorage,
  ids: readonly EcsId[],
): Promise<Snapshots | string> {
  try {
    return await storage.readSnapshots(ids);
  } catch (error) {
    if (isKind(error, "corrupt")) return error.message;
    throw error;
  }
}

function* present(ids: readonly EcsId[], snapshots: Snapshots): Generator<Read> {
  for (const ecsId of ids) {
    const snapshot = snapshots.get(ecsId);
    yield snapshot === undefined
      ? { outcome: "damaged", ecsId, problem: "It is listed and cannot be read." }
      : { outcome: "read", snapshot };
  }
}
