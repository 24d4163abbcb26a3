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
import { StorageUnavailableError, type EcsId, type LineageId } from "@minference/protocol";
import {
  StorageClosedError,
  checkPage,
  type CommitReceipt,
  type EntitySnapshot,
  type EntityStorage,
  type Page,
  type RefLogEntry,
  type RefTip,
  type RowFilter,
  type SetRef,
  type StorageStatus,
  type TreeRead,
  type VersionRow,
  type WriteBatch,
} from "@minference/storage";
import { Contents, targetsOf } from "./contents.ts";

/** What one line holds. */
type Entry = { readonly batch: WriteBatch } | { readonly change: SetRef };

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
    return this.#write("commit", { batch });
  }

  async setRef(change: SetRef): Promise<void> {
    this.#write("setRef", { change });
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
      for (const value of Object.values(versions.get(id)?.state ?? {})) {
        for (const target of targetsOf(value)) reached.add(target);
      }
    }
    const snapshots = await this.readSnapshots([...reached]);
    const refs = await this.refs(ids.flatMap((id) => versions.get(id)?.lineageId ?? []));
    return { snapshots, tips: refs.filter(({ tip }) => ids.includes(tip)) };
  }

  async readRows(filter: RowFilter, page: Page): Promise<readonly EcsId[]> {
    const contents = this.#open("readRows");
    checkPage(page);
    const matches = [...contents.versions.values()].filter((version) => {
      if (!filter.types.includes(version.type)) return false;
      if (page.before !== null && version.ecsId >= page.before) return false;
      if (filter.versions === "main" && contents.tip(version.lineageId, "main") !== version.ecsId)
        return false;
      return Object.entries(filter.where).every(([field, wanted]) => {
        const value = Object.hasOwn(version.state, field) ? version.state[field] : undefined;
        return value !== undefined && "json" in value && value.json === wanted;
      });
    });
    return matches
      .map(({ ecsId }) => ecsId)
      .sort()
      .reverse()
      .slice(0, page.limit);
  }

  async lineageRows(lineageId: LineageId): Promise<readonly VersionRow[]> {
    const all = [...this.#open("lineageRows").versions.values()];
    const rows = all.filter((version) => version.lineageId === lineageId);
    return rows
      .map(({ state, erasedAt, contentHash, schemaVersion, ...row }) => structuredClone(row))
      .sort((a, b) => (a.ecsId < b.ecsId ? -1 : 1));
  }

  async refs(lineageIds: readonly LineageId[]): Promise<readonly RefTip[]> {
    const contents = this.#open("refs");
    const lineages = [...new Set(lineageIds)].sort();
    const tips = lineages.flatMap((lineageId) =>
      [...(contents.logs.get(lineageId)?.keys() ?? [])].flatMap((name): RefTip[] => {
        const tip = contents.tip(lineageId, name);
        return tip === null ? [] : [{ lineageId, name, tip }];
      }),
    );
    // the sort is stable: lineages stay in order under one name
    return tips.sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
  }

  async refLog(lineageId: LineageId, name: string): Promise<readonly RefLogEntry[]> {
    return structuredClone(this.#open("refLog").logs.get(lineageId)?.get(name) ?? []);
  }

  async status(): Promise<StorageStatus> {
    const versions = [...this.#open("status").versions.values()];
    const ids = versions.map(({ ecsId }) => ecsId).sort();
    const instants = versions.map(({ createdAt }) => createdAt.getTime()).sort((a, b) => a - b);
    const countByType = new Map<string, number>();
    for (const { type } of versions) countByType.set(type, (countByType.get(type) ?? 0) + 1);
    const instant = (at: number): Date | null => {
      const found = instants.at(at);
      return found === undefined ? null : new Date(found);
    };
    return {
      backend: this.backend,
      entityCount: versions.length,
      lineageCount: new Set(versions.map(({ lineageId }) => lineageId)).size,
      countByType: Object.fromEntries(countByType),
      oldest: ids[0] ?? null,
      newest: ids.at(-1) ?? null,
      firstVersionAt: instant(0),
      latestVersionAt: instant(-1),
    };
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

  /** Plans, writes the line durably, then applies: a refusal or a full disk changes nothing (L2). */
  #write(operation: string, entry: Entry): CommitReceipt {
    const contents = this.#open(operation);
    const known = contents.batches.get(
      "batch" in entry ? entry.batch.batchId : entry.change.batchId,
    );
    if (known !== undefined) return structuredClone(known);
    const line = JSON.stringify(entry);
    const apply = plan(contents, line);
    const { size } = fstatSync(this.#file);
    try {
      writeSync(this.#file, `${line}\n`);
      fsyncSync(this.#file);
    } catch (cause) {
      ftruncateSync(this.#file, size);
      const remedy = "Make room and commit the same batch again";
      throw new StorageUnavailableError({ problem: "The file was not written", remedy, cause });
    }
    return structuredClone(apply());
  }
}

/** The change of a line; the text is parsed, so nothing that a caller holds is kept (L26). */
function plan(contents: Contents, line: string): () => CommitReceipt {
  const entry = JSON.parse(line) as Entry; // dates are texts still
  if ("change" in entry)
    return contents.planSetRef({ ...entry.change, at: new Date(entry.change.at) });
  const snapshots = entry.batch.snapshots.map((version) => ({
    ...version,
    createdAt: new Date(version.createdAt),
    erasedAt: version.erasedAt && new Date(version.erasedAt),
  }));
  return contents.planCommit({
    ...entry.batch,
    createdAt: new Date(entry.batch.createdAt),
    snapshots,
  });
}
