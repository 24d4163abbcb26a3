import assert from "node:assert/strict";
import type { JsonValue } from "@minference/protocol";
import { assertSame } from "../assert-same.ts";
import { assertStored } from "../assert-stored.ts";
import type { CaseOfLaw, Scene } from "../storage-case.ts";

const texts = [
  "a\0b",
  "\0",
  "\r\n\n\r\t\v\f",
  "\u0001\u001f\u007f\u0080\u009f",
  "\u202eright to left\u202c \u2066isolated\u2069",
  "👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇪🇺",
  "é e\u0301 ﬁ Å Å",
  "\ufeff\u200b\u2028\u2029\ufffd\uffff\u{10ffff}",
  "' '' \" \\ \\\\ ` $1 ? :name %s {} [] -- /* */",
  "'; drop table entity; --",
  '{"json": [1, null]} \\u0000 \\ud800',
  "null",
  "NaN",
  "1e999",
  " leading and trailing ",
  "",
];

const halves = ["\ud800", "\udfff", "a\ud83d", "\ude00\ud83d", "\ud83d\u0000"];

const keys = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "",
  "0",
  "-1",
  "length",
  "a.b",
  '"',
  "'",
  "\\",
  "$",
  "a\nb",
  "ä",
  "k".repeat(10_000),
];

const numbers = [
  0,
  1,
  -1,
  0.1,
  1e21,
  1e-7,
  123_456_789.123,
  2 ** 53,
  -(2 ** 53),
  Number.MAX_VALUE,
  Number.MIN_VALUE,
  Number.EPSILON,
  4_294_967_296,
];

/** Values that stores are known to change, and keys that are known to change prototypes. */
export const hostileValues: readonly CaseOfLaw[] = [
  {
    law: "L24",
    name: "text with NUL, line ends, marks, emoji, quotes, SQL and JSON is exact",
    run: (scene) => exact(scene, texts),
  },
  {
    law: "L24",
    name: "text inside JSON is exact, lone surrogates too",
    run: (scene) => exact(scene, [[...texts, ...halves], { texts, halves, deep: [[halves]] }]),
  },
  {
    law: "L24",
    name: "JSON keys of any text are exact",
    run: (scene) => exact(scene, [record([...texts, ...halves], (text) => text)]),
  },
  {
    law: "L24",
    name: "two strings that differ in a lone surrogate stay different",
    run: (scene) => exact(scene, [["\ud800", "\udfff", "\ufffd"]]),
  },
  {
    law: "L24",
    name: "numbers are exact doubles, alone and inside JSON",
    run: (scene) => exact(scene, [...numbers, numbers, record(keys, (_, at) => numbers[at] ?? 0)]),
  },
  {
    law: "L24",
    name: "JSON of every shape is exact",
    run: (scene) =>
      exact(scene, [null, true, false, [], {}, [[]], [{}], { a: [] }, [null], { a: null }]),
  },
  {
    law: "L24",
    name: "dict keys of any text are exact",
    run: async ({ storage, author }) => {
      const { ecsId } = author.version();
      const named = record([...texts, ...halves, ...keys], () => ecsId);
      const version = author.version({ id: ecsId, dicts: { named } });
      const batch = author.batch({ versions: [version] });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L25",
    name: "JSON keys such as __proto__ are own data",
    run: (scene) =>
      exact(scene, [record(keys, (key) => key), { deep: [record(keys, () => null)] }]),
  },
  {
    law: "L25",
    name: "field names such as __proto__ are own data",
    run: async ({ storage, author }) => {
      const target = author.version();
      const versions = [
        target,
        author.version({ json: record(keys, (key) => key) }),
        author.version({ refs: record(keys, () => target.ecsId) }),
        author.version({ lists: record(keys, () => ({ append: [target.ecsId] })) }),
        author.version({ dicts: record(keys, (key) => record([key], () => target.ecsId)) }),
      ];
      const batch = author.batch({ versions });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
    },
  },
  {
    law: "L25",
    name: "no prototype is changed by hostile keys",
    run: async ({ storage, author }) => {
      const bad = record(["__proto__"], () => record(["polluted"], () => true));
      const version = author.version({ json: { bad } });
      await storage.commit(author.batch({ versions: [version] }));
      const read = (await storage.readSnapshots([version.ecsId])).get(version.ecsId);
      assertSame(read?.state, { bad: { json: bad } });
      assert.equal(Reflect.get({}, "polluted"), undefined);
      assert.equal(Reflect.get(read?.state ?? {}, "polluted"), undefined);
    },
  },
  {
    law: "L25",
    name: "a type may have any name",
    run: async ({ storage, author }) => {
      const types = ["constructor", "it's; drop table x", "ä 😀", '"', "entity", "T".repeat(200)];
      const batch = author.batch({ versions: types.map((type) => author.version({ type })) });
      await storage.commit(batch);
      await assertStored(storage, author, batch);
      assertSame(
        (await storage.status()).countByType,
        record(types, () => 1),
      );
    },
  },
];

/** Stores each value in a version of its own, and reads all. */
async function exact({ storage, author }: Scene, values: readonly JsonValue[]): Promise<void> {
  const versions = values.map((value) => author.version({ json: { value } }));
  const batch = author.batch({ versions });
  await storage.commit(batch);
  await assertStored(storage, author, batch);
}

/** An object with these own keys; an assignment would set the prototype for `__proto__`. */
function record<Value>(
  names: readonly string[],
  value: (name: string, at: number) => Value,
): Record<string, Value> {
  return Object.fromEntries(names.map((name, at) => [name, value(name, at)]));
}
