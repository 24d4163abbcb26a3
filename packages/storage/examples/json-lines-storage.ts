// boundary: a line of the file is JSON of what this class wrote there
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import {
  StorageUnavailableError,
  type BatchId,
  type EcsId,
  type LineageId,
} from "@minference/protocol";
import {
  StorageClosedError,
  checkPage,
  countVersions,
  findProblems,
  heldIds,
  ownField,
  type CommitReceipt,
  type EntitySnapshot,
  type EntityStorage,
  type EraseRequest,
  type Erasure,
  type Page,
  type PruneReceipt,
  type PruneRequest,
  type RefLogEntry,
  type RefTip,
  type RowFilter,
  type SetRef,
  type StorageProblem,
  type StorageStatus,
  type TreeRead,
  type VersionRow,
  type WriteBatch,
} from "@minference/storage";
import { Contents } from "./contents.ts";

/** What one line holds. */
type Entry =
  | { readonly batch: WriteBatch }
  | { readonly change: SetRef }
  | { readonly erase: EraseRequest }
  | { readonly deleted: readonly EcsId[] };

/**
 * A storage in one file, written from CONTRACT.md alone: a line per accepted batch, replayed when it is opened.
 * It shows how little a backend needs: it holds all versions in memory, and one process at a time may open a file.
 */
export class JsonLinesStorage implements EntityStorage {
  readonly backend = "json-lines";
  readonly #file: number;
  #contents: Contents | null = new Contents();

  constructor(path: string) {
    this.#file = openSync(path, "a+");
    const text = readFileSync(this.#file, "utf8");
    // a line without its end was never acknowledged
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    ftruncateSync(this.#file, Buffer.byteLength(whole));
    for (const line of whole.split("\n")) if (line !== "") plan(this.#open("open"), line)();
  }

  async commit(batch: WriteBatch): Promise<CommitReceipt> {
    const contents = this.#once("commit", batch.batchId, { batch });
    return structuredClone(contents.receiptOf(batch.batchId));
  }

  async setRef(change: SetRef): Promise<void> {
    this.#once("setRef", change.batchId, { change });
  }

  async erase(erase: EraseRequest): Promise<void> {
    this.#once("erase", erase.batchId, { erase });
  }

  async prune(request: PruneRequest): Promise<PruneReceipt> {
    const contents = this.#open("prune");
    const receipt = contents.planPrune(request);
    const deleted = Object.values(receipt.idsByType).flat();
    if (request.mode === "delete") this.#write(contents, { deleted });
    return receipt;
  }

  async readSnapshots(ids: readonly EcsId[]): Promise<ReadonlyMap<EcsId, EntitySnapshot>> {
    const { versions } = this.#open("readSnapshots");
    const found = ids.flatMap((id) => versions.get(id) ?? []);
    return new Map(found.map((version) => [version.ecsId, structuredClone(version)]));
  }

  async readTrees(ids: readonly EcsId[]): Promise<TreeRead> {
    const { versions } = this.#open("readTrees");
    // a Set is walked over what is added while walking
    const reached = new Set(ids);
    for (const id of reached) {
      const held = Object.values(versions.get(id)?.state ?? {}).flatMap(heldIds);
      for (const target of held) reached.add(target);
    }
    const snapshots = await this.readSnapshots([...reached]);
    const refs = await this.refs(ids.flatMap((id) => versions.get(id)?.lineageId ?? []));
    return { snapshots, tips: refs.filter(({ tip }) => ids.includes(tip)) };
  }

  async readRows(filter: RowFilter, page: Page): Promise<readonly EcsId[]> {
    const contents = this.#open("readRows");
    checkPage(page);
    const matches = [...contents.versions.values()].filter(({ ecsId, type, lineageId, state }) => {
      if (!filter.types.includes(type)) return false;
      if (page.before !== null && ecsId >= page.before) return false;
      if (filter.versions === "main" && contents.tipOf(lineageId, "main") !== ecsId) return false;
      return Object.entries(filter.where).every(([field, wanted]) => {
        const value = ownField(state, field);
        return value !== undefined && "json" in value && value.json === wanted;
      });
    });
    const ids = matches.map(({ ecsId }) => ecsId).sort();
    return ids.reverse().slice(0, page.limit);
  }

  async lineageRows(lineageId: LineageId): Promise<readonly VersionRow[]> {
    const all = [...this.#open("lineageRows").versions.values()];
    const rows = all.filter((version) => version.lineageId === lineageId);
    return rows
      .map(({ state, erasedAt, contentHash, schemaVersion, ...row }) => structuredClone(row))
      .sort(byId);
  }

  async refs(lineageIds: readonly LineageId[]): Promise<readonly RefTip[]> {
    return this.#open("refs").tips(lineageIds);
  }

  async refLog(lineageId: LineageId, name: string): Promise<readonly RefLogEntry[]> {
    return structuredClone(this.#open("refLog").log(lineageId, name));
  }

  async erasures(lineageId: LineageId): Promise<readonly Erasure[]> {
    const { erasures } = this.#open("erasures");
    const found = erasures.filter((erasure) => erasure.lineageId === lineageId);
    return structuredClone(found).sort(byId);
  }

  async verify(): Promise<readonly StorageProblem[]> {
    const contents = this.#open("verify");
    const { lineageOf } = contents;
    const [versions, tips] = [contents.versions.values(), contents.tips()];
    return findProblems({ versions, tips, lineageOf });
  }

  async status(): Promise<StorageStatus> {
    return { backend: this.backend, ...countVersions(this.#open("status").versions.values()) };
  }

  async clear(): Promise<void> {
    this.#open("clear");
    ftruncateSync(this.#file);
    this.#contents = new Contents();
  }

  async close(): Promise<void> {
    if (this.#contents !== null) closeSync(this.#file);
    this.#contents = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(operation: string): Contents {
    if (this.#contents !== null) return this.#contents;
    throw new StorageClosedError({ backend: this.backend, operation });
  }

  /** Writes a batch unless it is known (L4, L14, L32). */
  #once(operation: string, batchId: BatchId, entry: Entry): Contents {
    const contents = this.#open(operation);
    if (!contents.batches.has(batchId)) this.#write(contents, entry);
    return contents;
  }

  /** Plans, writes the line durably, then applies: a refusal or a full disk changes nothing (L2). */
  #write(contents: Contents, entry: Entry): void {
    const line = JSON.stringify(entry);
    const apply = plan(contents, line);
    const { size } = fstatSync(this.#file);
    try {
      writeSync(this.#file, `${line}\n`);
      fsyncSync(this.#file);
    } catch (cause) {
      ftruncateSync(this.#file, size);
      const remedy = "Make room and make the same call again";
      throw new StorageUnavailableError({ problem: "The file was not written", remedy, cause });
    }
    apply();
  }
}

/** The change of a line; the text is parsed, so nothing that a caller holds is kept (L26). */
function plan(contents: Contents, line: string): () => void {
  const entry = JSON.parse(line) as Entry; // dates are texts still
  if ("deleted" in entry) return () => contents.delete(entry.deleted);
  if ("change" in entry) {
    return contents.planSetRef({ ...entry.change, at: new Date(entry.change.at) });
  }
  if ("erase" in entry) {
    return contents.planErase({ ...entry.erase, at: new Date(entry.erase.at) });
  }
  const snapshots = entry.batch.snapshots.map((version) => ({
    ...version,
    createdAt: new Date(version.createdAt),
    erasedAt: version.erasedAt && new Date(version.erasedAt),
  }));
  const createdAt = new Date(entry.batch.createdAt);
  return contents.planCommit({ ...entry.batch, createdAt, snapshots });
}

function byId(a: { readonly ecsId: EcsId }, b: { readonly ecsId: EcsId }): number {
  return a.ecsId === b.ecsId ? 0 : a.ecsId < b.ecsId ? -1 : 1;
}
