import { expect, test } from "@jest/globals";
import { defineEntity, type ListOptions } from "@minference/ecs";
import { trustEcsId, type EcsId } from "@minference/protocol";
import { inspect } from "node:util";
import { z } from "zod";
import { backends } from "../backends.ts";
import { Knot } from "./knot.ts";
import { aStage } from "./stage.ts";

class Animal extends defineEntity("Animal", { name: z.string() }) {}
class Dog extends defineEntity("Dog", { tricks: z.int().default(0) }, { extends: Animal }) {}
class Puppy extends defineEntity("Puppy", { weeks: z.int().default(8) }, { extends: Dog }) {}
class Stone extends defineEntity("Stone", { name: z.string() }) {}

test.each(backends)(
  "each get is a warm copy of its own of one cold snapshot, on $name (V1, V2)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const knot = await registry.register(new Knot({ label: "a" }));
    const [first, again] = [
      await registry.getOrThrow(Knot, knot.ecsId),
      await registry.getOrThrow(Knot, knot.ecsId),
    ];
    expect(new Set([knot, first, again].map(({ ecsId }) => ecsId)).size).toBe(1);
    expect(new Set([knot, first, again].map(({ liveId }) => liveId)).size).toBe(3);
    first.label = "changed in one copy";
    expect(again.label).toBe("a");
    const before = first.ecsId;
    expect(await registry.register(first)).toBe(first);
    expect([first.parentId, first.label]).toEqual([before, "changed in one copy"]);
    expect((await registry.getOrThrow(Knot, before)).label).toBe("a");
  },
);

test.each(backends)(
  "one load makes one object of each version, by whatever path it is reached, on $name (V3)",
  async (backend) => {
    await using stage = await aStage(backend);
    const shared = new Knot({ label: "shared" });
    const root = new Knot({
      label: "root",
      kids: [1, 2].map(() => new Knot({ label: "kid", next: shared })),
    });
    await stage.registry.register(root);
    const loaded = await stage.another().getOrThrow(Knot, root.ecsId);
    expect(loaded.kids[0]).not.toBe(loaded.kids[1]);
    expect(loaded.kids[0]?.next).toBe(loaded.kids[1]?.next);
  },
);

test.each(backends)(
  "creating, reading and printing entities asks the storage nothing, on $name (V5, D11)",
  async (backend) => {
    await using stage = await aStage(backend);
    const knots = Array.from(
      { length: 1000 },
      (_, index) => new Knot({ label: `secret ${index}` }),
    );
    const root = new Knot({ label: "root", kids: knots });
    root.kids.forEach(({ label, isModified }) =>
      expect([label.length > 0, isModified]).toEqual([true, true]),
    );
    expect(
      [String(root), inspect(root), `${JSON.stringify(root).length > 0}`].join(),
    ).not.toContain("secret");
    expect(stage.calls).toEqual([]);
    expect(await stage.count()).toBe(0);
  },
);

test.each(backends)(
  "get and lists take a subclass for its base, at any depth, and nothing else, on $name (V4, D59, C24)",
  async (backend) => {
    await using stage = await aStage(backend);
    const animals = [
      new Animal({ name: "hen" }),
      new Dog({ name: "rex" }),
      new Puppy({ name: "bo" }),
      new Dog({ name: "ada" }),
    ];
    const stone = new Stone({ name: "hen" });
    await stage.registry.registerAll<Animal | Stone>([...animals, stone]);
    const registry = await stage.reopened({ types: [Animal, Dog, Puppy, Stone] });
    const newestFirst = animals.toSorted((left, right) => (left.ecsId < right.ecsId ? 1 : -1));
    const listed = async (type: typeof Animal): Promise<readonly string[]> =>
      (await registry.listByType(type)).map(({ name }) => name);
    expect(await listed(Animal)).toEqual(newestFirst.map(({ name }) => name));
    expect(await listed(Dog)).toEqual(
      newestFirst.filter((animal) => animal instanceof Dog).map(({ name }) => name),
    );
    expect(await listed(Puppy)).toEqual(["bo"]);
    for (const animal of animals) {
      const loaded = await registry.getOrThrow(Animal, animal.ecsId);
      expect([loaded.constructor, loaded.name]).toEqual([animal.constructor, animal.name]);
      expect((await registry.get(Puppy, animal.ecsId))?.name).toBe(
        animal instanceof Puppy ? animal.name : undefined,
      );
      expect(await registry.get(Stone, animal.ecsId)).toBeNull();
    }
    expect(await registry.get(Animal, stone.ecsId)).toBeNull();
  },
);

test.each(backends)(
  "getMany keeps the order of shuffled ids, doubles too, and gives null for an unknown one, on $name (D43, C23)",
  async (backend) => {
    await using stage = await aStage(backend);
    const knots = ["a", "b", "c", "d"].map((label) => new Knot({ label }));
    await stage.registry.registerAll(knots);
    const [a, b, c, d] = knots.map(({ ecsId }) => ecsId);
    const unknown = new Knot({ label: "never stored" }).ecsId;
    const ids = [c, unknown, a, d, b, a].filter((id): id is EcsId => id !== undefined);
    const found = await (await stage.reopened()).getMany(Knot, ids);
    expect(found.map((knot) => knot?.label ?? null)).toEqual(["c", null, "a", "d", "b", "a"]);
  },
);

test.each(backends)("clear leaves nothing behind, on $name (D43, C25)", async (backend) => {
  await using stage = await aStage(backend);
  const knot = await stage.registry.register(
    new Knot({ label: "a", kids: [new Knot({ label: "b" })] }),
  );
  await stage.registry.clear({ confirm: true });
  expect(await stage.registry.status()).toMatchObject({
    entityCount: 0,
    lineageCount: 0,
    countByType: {},
  });
  expect(await stage.registry.refs(knot.lineageId)).toEqual([]);
  const registry = await stage.reopened();
  expect(await registry.get(Knot, knot.ecsId)).toBeNull();
  expect(await registry.getLineageIds(knot.lineageId)).toEqual([]);
});

test.each(backends)(
  "a list keeps its order and its doubles through edits and reloads, on $name (D43, V13)",
  async (backend) => {
    await using stage = await aStage(backend);
    const [a, b] = [new Knot({ label: "a" }), new Knot({ label: "b" })];
    const root = new Knot({ label: "root", kids: [b, a, b, b] });
    await stage.registry.register(root);
    root.replaceAt("kids", 1, b);
    root.append("kids", a, a);
    await stage.registry.register(root);
    const loaded = await (await stage.reopened()).getOrThrow(Knot, root.ecsId);
    expect(loaded.kids.map(({ label }) => label).join("")).toBe("bbbbaa");
    expect(new Set(loaded.kids).size).toBe(2);
  },
);

test.each(backends)(
  "what a caller does with values given or got alters no stored version, on $name (V27, R:S37)",
  async (backend) => {
    await using stage = await aStage(backend);
    const data = { tags: ["a"] };
    const at = new Date("2026-01-02T03:04:05.678Z");
    const kids = [new Knot({ label: "kid" })];
    const knot = await stage.registry.register(new Knot({ label: "a", data, at, kids }));
    const dumped = JSON.stringify(knot.dump());
    data.tags.push("b");
    at.setTime(0);
    kids.pop();
    const loaded = await stage.registry.getOrThrow(Knot, knot.ecsId);
    loaded.at?.setTime(0);
    expect(() => Reflect.apply(Array.prototype.push, loaded.kids, [knot])).toThrow(TypeError);
    expect(Reflect.set(Object(loaded.data), "tags", [])).toBe(false);
    loaded.createdAt.setTime(0);
    const read = async (registry = stage.registry): Promise<string> =>
      JSON.stringify((await registry.getOrThrow(Knot, knot.ecsId)).dump());
    expect([JSON.stringify(knot.dump()), await read()]).toEqual([dumped, dumped]);
    expect(await read(await stage.reopened())).toBe(dumped);
  },
);

test.each(backends)(
  "a cold snapshot is frozen with all that it holds, on $name (V1, V27)",
  async (backend) => {
    await using stage = await aStage(backend);
    const kids = [new Knot({ label: "kid" })];
    const knot = await stage.registry.register(
      new Knot({ label: "a", data: { tags: ["a"] }, kids }),
    );
    const snapshot = await stage.registry.getColdSnapshot(knot.ecsId);
    if (snapshot === null) throw new Error("the knot was stored");
    const { data, kids: list } = snapshot.state;
    const parts = [snapshot, snapshot.state, data, Object(data).json, Object(data).json.tags, list];
    expect(parts.map((part) => Object.isFrozen(part))).toEqual(parts.map(() => true));
    expect(Object.isFrozen(Object(list).list)).toBe(true);
    snapshot.createdAt.setTime(0);
    expect(await stage.registry.getColdSnapshot(knot.ecsId)).not.toEqual(snapshot);
  },
);

test.each(backends)(
  "a list is asked for with a limit, ids and values that can be, else refused, on $name (G9, C24)",
  async (backend) => {
    await using stage = await aStage(backend);
    await stage.registry.register(new Knot({ label: "a" }));
    const refused = { kind: "invalid_request" };
    const list = (options: ListOptions<Knot>) => stage.registry.listByType(Knot, options);
    await expect(list({ limit: 1001 })).rejects.toMatchObject(refused);
    await expect(list({ before: trustEcsId("rubbish") })).rejects.toMatchObject(refused);
    await expect(list({ where: { at: new Date(NaN) } })).rejects.toMatchObject(refused);
  },
);

test.each(backends)(
  "ancestors lead from the parent to the first version, descendants through all branches, on $name (V37, C21)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const knot = await registry.register(new Knot({ label: "0" }));
    const line = [knot.ecsId];
    for (let version = 1; version <= 12; version += 1) {
      knot.label = String(version);
      line.push((await registry.register(knot)).ecsId);
    }
    const [first, second, third] = line;
    if (!first || !second || !third) throw new Error("13 versions were made");
    const branch = await registry.getOrThrow(Knot, third);
    branch.label = "branch";
    await registry.register(branch);
    expect(await registry.getAncestorIds(knot.ecsId)).toEqual(line.slice(0, -1).reverse());
    expect(await registry.getAncestorIds(branch.ecsId)).toEqual([third, second, first]);
    expect(new Set(await registry.getDescendantIds(second))).toEqual(
      new Set([...line.slice(2), branch.ecsId]),
    );
    expect(await registry.getAncestorIds(first)).toEqual([]);
    expect(await registry.getDescendantIds(new Knot({ label: "unknown" }).ecsId)).toEqual([]);
    const lineage = await registry.lineage(knot.lineageId);
    expect([...lineage.heads].sort()).toEqual([knot.ecsId, branch.ecsId].sort());
    expect(lineage.roots).toEqual([first]);
    expect(lineage.nodes.get(third)?.children).toHaveLength(2);
  },
);

test.each(backends)(
  "behind a clock that was set back a child's id is above its parent's, and paging skips no row, on $name (R:S40)",
  async (backend) => {
    const clock = { time: Date.parse("2026-11-24T12:00:00Z"), now: () => clock.time };
    await using stage = await aStage(backend, { clock });
    const knot = await stage.registry.register(new Knot({ label: "0" }, { clock }));
    const ids = [knot.ecsId];
    for (let version = 1; version <= 20; version += 1) {
      if (version === 7) clock.time -= 3_600_000;
      knot.label = String(version);
      await stage.registry.register(knot);
      ids.push(knot.ecsId);
      expect(knot.parentId !== null && knot.ecsId > knot.parentId).toBe(true);
      expect(knot.createdAt.getTime()).toBe(Date.parse("2026-11-24T12:00:00Z"));
    }
    const paged: EcsId[] = [];
    for (;;) {
      const before = paged.at(-1);
      const page = await stage.registry.listByType(Knot, { limit: 3, ...(before && { before }) });
      if (page.length === 0) break;
      paged.push(...page.map(({ ecsId }) => ecsId));
    }
    expect(paged).toEqual(ids.reverse());
  },
);

test.each(backends)(
  "two registries never see each other's objects, on $name (D24, C26)",
  async (backend) => {
    await using left = await aStage(backend);
    await using right = await aStage(backend);
    const knot = await left.registry.register(new Knot({ label: "left" }));
    expect(await right.registry.get(Knot, knot.ecsId)).toBeNull();
    expect(await right.count()).toBe(0);
    const sibling = left.another();
    const loaded = await sibling.getOrThrow(Knot, knot.ecsId);
    knot.label = "changed in one registry";
    expect([loaded.label, sibling.isModified(loaded)]).toEqual(["left", false]);
  },
);
