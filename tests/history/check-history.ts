import { branchName } from "@minference/storage";
import type { EcsId } from "@minference/protocol";
import type { History, HistoryEntry, StoredAppend } from "./history.ts";
import { VersionTree } from "./version-tree.ts";

type Invoke = Extract<HistoryEntry, { kind: "invoke" }>;
type Ok = Extract<HistoryEntry, { kind: "ok" }>;

/**
 * What is wrong with a history, one sentence for each finding; none: it is sound (reliability.md, A2).
 *
 * Every acknowledged append is stored once, under the version and the parent that its writer saw; no refused one
 * is; one of unknown outcome at most once; nothing else is stored. The heads that a client read moved forward on a
 * line. Two versions have one parent only where a fork was allowed. Every leaf has a ref, and receipts say the truth.
 */
export function checkHistory(history: History): readonly string[] {
  const tree = new VersionTree(history.stored);
  const invokes = new Map<number, Invoke>();
  for (const entry of history.log) if (entry.kind === "invoke") invokes.set(entry.number, entry);
  return [
    ...strangers(history, invokes),
    ...wrongEnds(history, invokes),
    ...readsBackwards(history, tree),
    ...forks(history, invokes),
    ...unnamedLeaves(history, tree),
    ...wrongReceipts(history, invokes, tree),
  ];
}

/** Versions that nobody wrote, or that have another parent than their writer saw. */
function strangers({ stored }: History, invokes: ReadonlyMap<number, Invoke>): readonly string[] {
  return stored.flatMap(({ number, parentId, ecsId }) => {
    if (number === null) return parentId === null ? [] : [`${ecsId} has no number, and a parent`];
    const invoke = invokes.get(number);
    if (invoke === undefined) return [`${number} is stored and nobody wrote it`];
    return parentId === invoke.parent
      ? []
      : [`${number} was written over ${invoke.parent} and is stored over ${String(parentId)}`];
  });
}

/** Appends that are stored otherwise than their writers were told. */
function wrongEnds(history: History, invokes: ReadonlyMap<number, Invoke>): readonly string[] {
  const ends = endsOf(history.log);
  const copies = new Map<number, StoredAppend[]>();
  for (const version of history.stored) {
    if (version.number === null) continue;
    copies.set(version.number, [...(copies.get(version.number) ?? []), version]);
  }
  return [...invokes.keys()].flatMap((number) => {
    const found = copies.get(number) ?? [];
    const end = ends.get(number);
    if (found.length > 1) return [`${number} is stored ${found.length} times`];
    if (end?.kind === "fail" && found.length > 0) return [`${number} was refused and is stored`];
    if (end?.kind !== "ok") return [];
    if (found.length === 0) return [`${number} was acknowledged and is lost`];
    return found[0]?.ecsId === end.version ? [] : [`${number} is stored under another version`];
  });
}

function endsOf(log: readonly HistoryEntry[]): ReadonlyMap<number, HistoryEntry> {
  const ends = new Map<number, HistoryEntry>();
  for (const entry of log) {
    if (entry.kind !== "read" && entry.kind !== "invoke") ends.set(entry.number, entry);
  }
  return ends;
}

/** Heads that a client read after others that they do not descend from. */
function readsBackwards({ log }: History, tree: VersionTree): readonly string[] {
  const last = new Map<string, EcsId>();
  return log.flatMap((entry) => {
    if (entry.kind !== "read") return [];
    const reader = `${entry.client} ${entry.lineageId}`;
    const before = last.get(reader);
    last.set(reader, entry.tip);
    return before === undefined || tree.leads(before, entry.tip)
      ? []
      : [`${entry.client} read ${entry.tip} after ${before}, which does not lead there`];
  });
}

/** Versions beside each other that were both to be the next head. */
function forks({ stored }: History, invokes: ReadonlyMap<number, Invoke>): readonly string[] {
  const heirs = new Map<EcsId, number>();
  return stored.flatMap(({ number, parentId }) => {
    if (number === null || parentId === null) return [];
    if (invokes.get(number)?.demand !== "head") return [];
    const other = heirs.get(parentId);
    heirs.set(parentId, number);
    return other === undefined
      ? []
      : [`${other} and ${number} are both the head after ${parentId}`];
  });
}

/** Ends of the tree that no ref names. */
function unnamedLeaves({ refs }: History, tree: VersionTree): readonly string[] {
  const tips = new Set(refs.map(({ tip }) => tip));
  return tree
    .leaves()
    .flatMap((id) => (tips.has(id) ? [] : [`no ref names ${id}, which is a head`]));
}

/** Receipts that say of a ref what is not so. */
function wrongReceipts(
  history: History,
  invokes: ReadonlyMap<number, Invoke>,
  tree: VersionTree,
): readonly string[] {
  const tips = new Map(history.refs.map((ref) => [`${ref.lineageId} ${ref.name}`, ref.tip]));
  return history.log.flatMap((entry) => {
    if (entry.kind !== "ok") return [];
    const invoke = invokes.get(entry.number);
    if (invoke === undefined) return [`${entry.number} ended and never began`];
    const tip = tips.get(`${invoke.lineageId} ${String(entry.ref)}`);
    return isTrue({ entry, invoke, tip }, tree)
      ? []
      : [`${entry.number}: the receipt says ${String(entry.ref)}, moved: ${String(entry.moved)}`];
  });
}

/** An append moved main from the parent that it saw, or it is the tip of a branch, since main had moved. */
function isTrue(
  claim: { readonly entry: Ok; readonly invoke: Invoke; readonly tip: EcsId | undefined },
  tree: VersionTree,
): boolean {
  const { entry, invoke, tip } = claim;
  if (tip === undefined) return false;
  if (entry.moved) {
    return entry.ref === "main" && entry.tip === invoke.parent && tree.leads(entry.version, tip);
  }
  const names = [branchName(entry.version, "short"), branchName(entry.version, "long")];
  const isNamed = names.includes(entry.ref ?? "") && tip === entry.version;
  return invoke.demand === "branch" && isNamed && entry.tip !== invoke.parent;
}
