import { expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, id, list, ref } from "@minference/ecs";
import { trustEcsId, type EcsId } from "@minference/protocol";
import { openMemoryStorage } from "@minference/storage-memory";
import fc from "fast-check";
import { z } from "zod";

class Part extends defineEntity("Part", { label: z.string() }) {}
class Machine extends defineEntity("Machine", {
  name: z.string(),
  part: ref(() => Part).nullable(),
  parts: list(() => Part),
  seenId: id("Machine").nullable(),
}) {}
class Report extends defineEntity(
  "Report",
  { machineId: id("Machine"), text: z.string() },
  { belongsTo: "machineId" },
) {}

async function aRegistry() {
  const storage = await openMemoryStorage();
  const registry = new EntityRegistry({ storage, types: [Machine, Report] });
  const idsOf = async (): Promise<ReadonlySet<EcsId>> => {
    const types = ["Machine", "Part", "Report"];
    const filter = { types, versions: "all", where: {} } as const;
    return new Set(await storage.readRows(filter, { limit: 1000, before: null }));
  };
  return { storage, registry, idsOf };
}

/** A machine whose first version has two children: `main`, and a branch. */
async function aBranchedMachine(registry: EntityRegistry) {
  const machine = await registry.register(
    new Machine({ name: "a", part: new Part({ label: "p" }) }),
  );
  const first = machine.ecsId;
  machine.name = "main";
  await registry.register(machine);
  const branch = await registry.getOrThrow(Machine, first);
  branch.part = new Part({ label: "of the branch" });
  await registry.register(branch);
  const ref = registry.receipt(branch)?.ref ?? "";
  return { machine, first, branch, ref };
}

test("nothing is pruned while every branch has its name (V41)", async () => {
  const { registry } = await aRegistry();
  await aBranchedMachine(registry);
  expect(await registry.prune({ dryRun: false })).toEqual({
    dryRun: false,
    count: 0,
    countByType: {},
    idsByType: {},
  });
});

test("a prune counts unless it is told to delete, and deletes what it counted (V41)", async () => {
  const { registry, idsOf } = await aRegistry();
  const { machine, branch, ref } = await aBranchedMachine(registry);
  const part = branch.part?.ecsId;
  await registry.deleteRef(machine.lineageId, ref);
  const before = await idsOf();
  const counted = await registry.prune();
  expect(counted).toEqual({
    dryRun: true,
    count: 2,
    countByType: { Machine: 1, Part: 1 },
    idsByType: { Machine: [branch.ecsId], Part: [part] },
  });
  expect(await idsOf()).toEqual(before);
  expect(await registry.prune({ dryRun: false })).toEqual({ ...counted, dryRun: false });
  const kept = [...before].filter((ecsId) => ecsId !== branch.ecsId && ecsId !== part);
  expect(await idsOf()).toEqual(new Set(kept));
  expect(await registry.getHeads(machine.lineageId)).toEqual([machine.ecsId]);
});

test("alsoKeep keeps a version, what it reaches and its history (V41)", async () => {
  const { registry } = await aRegistry();
  const { machine, branch, ref } = await aBranchedMachine(registry);
  await registry.deleteRef(machine.lineageId, ref);
  const alsoKeep = [branch.ecsId, trustEcsId("no id")];
  expect((await registry.prune({ alsoKeep, dryRun: false })).count).toBe(0);
  expect((await registry.getOrThrow(Machine, branch.ecsId)).part?.label).toBe("of the branch");
});

test("what an id field names, and what belongs to a kept version, is kept (V41, V40a, R:S43)", async () => {
  const { registry } = await aRegistry();
  const { machine, first, branch, ref } = await aBranchedMachine(registry);
  const report = await registry.register(new Report({ machineId: branch.ecsId, text: "r" }));
  const watcher = await registry.register(new Machine({ name: "b", seenId: branch.ecsId }));
  await registry.deleteRef(machine.lineageId, ref);
  expect((await registry.prune()).count).toBe(0);
  watcher.seenId = first;
  await registry.register(watcher);
  expect((await registry.prune()).count).toBe(0); // its history names the branch too
  await registry.erase({ ecsIds: [branch.ecsId] }, { reason: "links stay" });
  expect((await registry.prune()).count).toBe(0);
  expect((await registry.getColdSnapshot(report.ecsId))?.state["text"]).toEqual({ json: "" });
});

test("what belongs to a pruned version goes with it (V40a)", async () => {
  const { registry } = await aRegistry();
  const { machine, branch, ref } = await aBranchedMachine(registry);
  const report = await registry.register(new Report({ machineId: branch.ecsId, text: "r" }));
  await registry.deleteRef(machine.lineageId, ref);
  expect((await registry.prune({ dryRun: false })).idsByType).toMatchObject({
    Machine: [branch.ecsId],
    Report: [report.ecsId],
  });
});

test("an id field that only an earlier shape has is followed too (V41)", async () => {
  const { storage } = await aRegistry();
  const shape = { name: z.string(), seenId: id("Watcher").nullable() };
  class WatcherV1 extends defineEntity("Watcher", shape) {}
  const old = new EntityRegistry({ storage });
  const seen = await old.register(new WatcherV1({ name: "seen" }));
  const again = await old.getOrThrow(WatcherV1, seen.ecsId);
  seen.name = "main";
  await old.register(seen);
  again.name = "branch";
  await old.register(again);
  await old.register(new WatcherV1({ name: "watcher", seenId: again.ecsId }));
  await old.deleteRef(seen.lineageId, old.receipt(again)?.ref ?? "");
  class WatcherV2 extends defineEntity(
    "Watcher",
    { name: z.string() },
    {
      schemaVersion: 2,
      earlier: { 1: { shape, upgrade: ({ name }) => ({ name }) } },
    },
  ) {}
  const registry = new EntityRegistry({ storage, types: [WatcherV2] });
  expect((await registry.prune()).count).toBe(0);
});

test("a type that the registry does not know stops a prune before it deletes (V41)", async () => {
  const { storage, registry } = await aRegistry();
  const { machine, ref } = await aBranchedMachine(registry);
  await registry.deleteRef(machine.lineageId, ref);
  const count = (await registry.status()).entityCount;
  const stranger = new EntityRegistry({ storage, types: [Part] });
  await expect(stranger.prune({ dryRun: false })).rejects.toMatchObject({
    code: "unknown_type",
    entityType: "Machine",
  });
  expect((await registry.status()).entityCount).toBe(count);
});

test("after any edits, deletions of branches and a prune, what is left loads whole (V41, V38)", async () => {
  const step = fc.record({
    from: fc.nat(20),
    change: fc.constantFrom("name", "part", "parts", "seenId"),
    deletesRef: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const { registry, idsOf } = await aRegistry();
      const made = [(await registry.register(new Machine({ name: "first" }))).ecsId];
      for (const [index, { from, change, deletesRef }] of steps.entries()) {
        const machine = await registry.getOrThrow(
          Machine,
          made[from % made.length] ?? made[0] ?? trustEcsId(""),
        );
        if (change === "name") machine.name = `n${index}`;
        else if (change === "part") machine.part = new Part({ label: `p${index}` });
        else if (change === "parts") machine.append("parts", new Part({ label: `q${index}` }));
        else machine.seenId = made.at(-1) ?? null;
        await registry.register(machine);
        made.push(machine.ecsId);
        const ref = registry.receipt(machine)?.ref ?? "main";
        if (deletesRef && ref !== "main") await registry.deleteRef(machine.lineageId, ref);
      }
      const lineageId = (await registry.getColdSnapshot(made[0] ?? trustEcsId("")))?.lineageId;
      if (lineageId === undefined) throw new Error("the first version is never pruned");
      const refs = await registry.refs(lineageId);
      await registry.prune({ dryRun: false });
      expect(await registry.refs(lineageId)).toEqual(refs);
      for (const { tip } of refs) {
        for (const ecsId of [tip, ...(await registry.getAncestorIds(tip))]) {
          const machine = await registry.getOrThrow(Machine, ecsId);
          if (machine.seenId !== null) expect(await registry.hasEntity(machine.seenId)).toBe(true);
        }
      }
      expect(await registry.verify()).toEqual([]);
      expect((await registry.prune()).count).toBe(0);
      expect((await idsOf()).size).toBe((await registry.status()).entityCount);
    }),
    { numRuns: 60 },
  );
});
