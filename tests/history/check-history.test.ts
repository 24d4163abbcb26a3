import { expect, test } from "@jest/globals";
import { lineageOf, trustEcsId, type EcsId } from "@minference/protocol";
import { checkHistory } from "./check-history.ts";
import type { Demand, History, HistoryEntry, StoredAppend } from "./history.ts";

const id = (digit: number): EcsId =>
  trustEcsId(`0192aaaa-bbbb-7ccc-8ddd-eeeeeeee${String(digit).padStart(4, "0")}`);
const lineageId = lineageOf(id(0));

/** An append of version `number` over the version `over`, as its client logs it. */
const begun = (number: number, over: number, demand: Demand = "head"): HistoryEntry => ({
  kind: "invoke",
  client: "a",
  number,
  lineageId,
  parent: id(over),
  demand,
});
const moved = (number: number, over: number): HistoryEntry => ({
  kind: "ok",
  client: "a",
  number,
  version: id(number),
  ref: "main",
  moved: true,
  tip: id(over),
});
const branched = (number: number, tip: number): HistoryEntry => ({
  kind: "ok",
  client: "b",
  number,
  version: id(number),
  ref: `branch-eeee${String(number).padStart(4, "0")}`,
  moved: false,
  tip: id(tip),
});
const ended = (kind: "fail" | "unknown", number: number): HistoryEntry => ({
  kind,
  client: "a",
  number,
});
const read = (tip: number, client = "a"): HistoryEntry => ({
  kind: "read",
  client,
  lineageId,
  tip: id(tip),
});
const stored = (number: number, over: number | null): StoredAppend => ({
  lineageId,
  ecsId: id(number),
  parentId: over === null ? null : id(over),
  number: number === 0 ? null : number,
});
const ref = (name: string, tip: number): History["refs"][number] => ({
  lineageId,
  name,
  tip: id(tip),
});

/** Two appends of one client, the first version beneath them. */
const sound: History = {
  log: [read(0), begun(1, 0), moved(1, 0), read(1), begun(2, 1), moved(2, 1), read(2)],
  stored: [stored(0, null), stored(1, 0), stored(2, 1)],
  refs: [ref("main", 2)],
};
/** Two appends to one head, where branches are allowed. */
const forked: History = {
  log: [begun(1, 0, "branch"), moved(1, 0), begun(2, 0, "branch"), branched(2, 1)],
  stored: [stored(0, null), stored(1, 0), stored(2, 0)],
  refs: [ref("main", 1), ref("branch-eeee0002", 2)],
};

test.each<[string, History]>([
  ["two appends, one after the other", sound],
  ["a branch that was allowed, named and told", forked],
  [
    "a refused append that is not stored",
    { ...sound, log: [...sound.log, begun(3, 1), ended("fail", 3)] },
  ],
  [
    "an unknown one that is not stored",
    { ...sound, log: [...sound.log, begun(3, 2), ended("unknown", 3)] },
  ],
  [
    "one of a killed client that is stored",
    {
      ...sound,
      log: [...sound.log, begun(3, 2)],
      stored: [...sound.stored, stored(3, 2)],
      refs: [ref("main", 3)],
    },
  ],
  ["two readers at different heads", { ...sound, log: [...sound.log, read(1, "b"), read(2, "b")] }],
])("a history with %s is sound", (_what, history) => {
  expect(checkHistory(history)).toEqual([]);
});

test.each<[string, RegExp, History]>([
  [
    "an acknowledged append that is lost",
    /2 was acknowledged and is lost/,
    { ...sound, stored: sound.stored.slice(0, 2), refs: [ref("main", 1)] },
  ],
  [
    "a refused append that is stored",
    /3 was refused and is stored/,
    {
      log: [...sound.log, begun(3, 2), ended("fail", 3)],
      stored: [...sound.stored, stored(3, 2)],
      refs: [ref("main", 3)],
    },
  ],
  [
    "an unknown append that is stored twice",
    /3 is stored 2 times/,
    {
      log: [...sound.log, begun(3, 2)],
      stored: [...sound.stored, stored(3, 2), { ...stored(3, 2), ecsId: id(4) }],
      refs: [ref("main", 3), ref("x", 4)],
    },
  ],
  [
    "an append over another parent than its writer saw",
    /2 was written over .*0001 and is stored over .*0000/,
    { ...sound, stored: [stored(0, null), stored(1, 0), stored(2, 0)] },
  ],
  [
    "an append under another version than was told",
    /2 is stored under another version/,
    {
      ...sound,
      stored: [stored(0, null), stored(1, 0), { ...stored(2, 1), ecsId: id(9) }],
      refs: [ref("main", 9)],
    },
  ],
  [
    "a version that nobody wrote",
    /7 is stored and nobody wrote it/,
    { ...sound, stored: [...sound.stored, stored(7, 2)], refs: [ref("main", 7)] },
  ],
  [
    "a reader that went back",
    /a read .*0001 after .*0002/,
    { ...sound, log: [...sound.log, read(1)] },
  ],
  [
    "a reader that was on another line",
    /a read .*0002 after .*0001/,
    { ...forked, log: [...forked.log, read(1), read(2)] },
  ],
  [
    "two heads after one version",
    /1 and 2 are both the head/,
    { ...forked, log: [begun(1, 0), moved(1, 0), begun(2, 0), moved(2, 0)] },
  ],
  ["a loser without a named branch", /no ref names .*0002/, { ...forked, refs: [ref("main", 1)] }],
  [
    "a receipt that says main where a branch was made",
    /2: the receipt says main/,
    { ...forked, log: [...forked.log.slice(0, 3), moved(2, 0)] },
  ],
  [
    "a receipt that names a branch that is not there",
    /2: the receipt says branch-/,
    { ...forked, refs: [ref("main", 1), ref("branch-other", 2)] },
  ],
  [
    "a receipt of a branch though main had not moved",
    /2: the receipt says branch-/,
    { ...forked, log: [...forked.log.slice(0, 3), branched(2, 0)] },
  ],
  [
    "a branch where none was allowed",
    /2: the receipt says branch-/,
    { ...forked, log: [...forked.log.slice(0, 2), begun(2, 0), branched(2, 1)] },
  ],
  [
    "an end without a beginning",
    /5 ended and never began/,
    { ...sound, log: [...sound.log, moved(5, 2)] },
  ],
])("a history with %s is caught", (_what, problem, history) => {
  expect(checkHistory(history).join("\n")).toMatch(problem);
});
