import type { JsonValue } from "@minference/protocol";
import type { EntityStorage, RowFilter } from "../../contract/entity-storage.ts";
import { assertSame } from "../assert-same.ts";
import type { Author, Draft } from "../author.ts";
import type { CaseOfLaw, Scene } from "../storage-case.ts";
import { storedChild, storedRoot } from "../stored-versions.ts";

/** Which versions a filter lists. */
export const filters: readonly CaseOfLaw[] = [
  {
    law: "L21",
    name: "`main` lists only the tips of main, though other refs point elsewhere",
    run: async (scene) => {
      const { storage, author } = scene;
      const [left, right] = [await storedRoot(scene), await storedRoot(scene)];
      const tip = await storedChild(scene, left);
      await storedChild(scene, left, { name: null });
      await storage.setRef(author.setRef(left.lineageId, { name: "Main", to: left.ecsId }));
      await storage.commit(author.batch({ versions: [author.version()] }));
      await assertListed(storage, { versions: "main" }, [right, tip]);
    },
  },
  {
    law: "L21",
    name: "`main` follows the ref when it is set back",
    run: async (scene) => {
      const { storage, author } = scene;
      const root = await storedRoot(scene);
      await storedChild(scene, root);
      await storage.setRef(author.setRef(root.lineageId, { name: "main", to: root.ecsId }));
      await assertListed(storage, { versions: "main" }, [root]);
    },
  },
  {
    law: "L21",
    name: "JSON strings, numbers, booleans and null are told apart",
    run: async (scene) => {
      const values = ["1", 1, true, "true", "", 0, false, null, "null", "0", 1.5, "1.5"];
      await eachFindsItself(scene, "value", values);
    },
  },
  {
    law: "L21",
    name: "text is compared exactly",
    run: async (scene) => {
      const values = [
        "a",
        "A",
        "a ",
        " a",
        "ä",
        "a\u0308",
        "ａ",
        "a\0",
        "a\n",
        "%",
        "_",
        "it's",
        '"',
        "\\",
      ];
      await eachFindsItself(scene, "value", values);
    },
  },
  {
    law: "L21",
    name: "numbers are compared exactly",
    run: async (scene) => {
      const values = [0.1, 0.2, 0.1 + 0.2, 0.3, 2 ** 53, 2 ** 53 - 1, 1e21, 1e-7, 5e-324, -1];
      await eachFindsItself(scene, "value", values);
    },
  },
  {
    law: "L21",
    name: "a field of any name may be asked for",
    run: async (scene) => {
      const names = [
        "a.b",
        "a",
        '"',
        "it's",
        "$",
        "a b",
        "constructor",
        "__proto__",
        "",
        "0",
        "x; drop",
      ];
      for (const name of names) await eachFindsItself(scene, name, ["yes", "no"]);
    },
  },
  {
    law: "L21",
    name: "several fields must all be equal",
    run: async ({ storage, author }) => {
      const make = (a: number, b: string): Draft => author.version({ json: { a, b } });
      const versions = [make(1, "x"), make(1, "y"), make(2, "x"), make(1, "x")];
      await storage.commit(author.batch({ versions }));
      const listed = versions.filter((_, index) => index === 0 || index === 3);
      await assertListed(storage, { where: { a: 1, b: "x" } }, listed);
    },
  },
  {
    law: "L21",
    name: "a version without the field is not listed",
    run: async ({ storage, author }) => {
      const without = author.version({ json: { other: "x" } });
      const withIt = author.version({ json: { field: "x" } });
      await storage.commit(author.batch({ versions: [without, withIt] }));
      await assertListed(storage, { where: { field: "x" } }, [withIt]);
      await assertListed(storage, { where: { field: null } }, []);
      await assertListed(storage, { where: { toString: "x" } }, []);
    },
  },
  {
    law: "L21",
    name: "a ref, a list or JSON with structure equals no scalar",
    run: async ({ storage, author }) => {
      const part = author.version({ type: "Part" });
      const { ecsId } = part;
      const json = { tree: { a: "x" }, array: ["x"] };
      const lists = { list: { append: [ecsId] } };
      const version = author.version({ json, refs: { ref: ecsId, none: null }, lists });
      await storage.commit(author.batch({ versions: [part, version] }));
      const wheres = [
        { ref: ecsId },
        { none: null },
        { tree: "x" },
        { array: "x" },
        { list: ecsId },
      ];
      for (const where of wheres) await assertListed(storage, { where }, []);
    },
  },
  {
    law: "L21",
    name: "filters, types and pages hold together",
    run: async ({ storage, author }) => {
      const roots = Array.from({ length: 30 }, (_, at) => aRoot(author, at));
      const moves = roots.map((root) => author.move(root));
      await storage.commit(author.batch({ versions: roots, moves }));
      const old = roots[3];
      const next = author.version({ ...(old && { parent: old }), json: { even: false } });
      await storage.commit(author.batch({ versions: [next], moves: [author.move(next)] }));
      const listed = roots.filter(
        (root, at) => at % 2 === 1 && root.type === "Note" && root !== old,
      );
      const filter: RowFilter = { types: ["Note"], versions: "main", where: { even: false } };
      const expected = [...listed, next].map(({ ecsId }) => ecsId).toReversed();
      const first = await storage.readRows(filter, { limit: 4, before: null });
      const rest = await storage.readRows(filter, { limit: 1000, before: first.at(-1) ?? null });
      assertSame(first, expected.slice(0, 4));
      assertSame(rest, expected.slice(4));
    },
  },
];

function aRoot(author: Author, at: number): Draft {
  return author.version({ type: at % 3 === 0 ? "Note" : "Tag", json: { even: at % 2 === 0 } });
}

/** Stores one version per value; each value lists its own version and no other. */
async function eachFindsItself(
  { storage, author }: Scene,
  field: string,
  values: readonly JsonValue[],
): Promise<void> {
  const type = `Note of ${field}`;
  const versions = values.map((value) => {
    return author.version({ type, json: Object.fromEntries([[field, value]]) });
  });
  await storage.commit(author.batch({ versions }));
  for (const [at, value] of values.entries()) {
    const where = Object.fromEntries([[field, value]]);
    const listed = versions.filter((_, index) => index === at);
    await assertListed(storage, { types: [type], where }, listed);
  }
}

/** Passes when exactly these versions, given by rising id, are listed. */
async function assertListed(
  storage: EntityStorage,
  filter: Partial<RowFilter>,
  versions: readonly Draft[],
): Promise<void> {
  const whole: RowFilter = { types: ["Note"], versions: "all", where: {}, ...filter };
  const listed = await storage.readRows(whole, { limit: 1000, before: null });
  assertSame(listed, versions.map(({ ecsId }) => ecsId).toReversed(), JSON.stringify(filter));
}
