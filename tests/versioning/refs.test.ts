import { expect, test } from "@jest/globals";
import type { RegistryEvent } from "@minference/ecs";
import { ProcessedOutput } from "@minference/threads";
import { backends } from "../backends.ts";
import { everyFieldSet } from "../samples/every-field.ts";
import { Knot } from "./knot.ts";
import { aStage } from "./stage.ts";

const aPair = (): Knot => new Knot({ label: "root", kids: [new Knot({ label: "kid" })] });

test.each(backends)(
  "two writers of one version make two children: the first moves main, the second is on a named branch and told so, on $name (V25, V39, R:S16, D60)",
  async (backend) => {
    const events: RegistryEvent[] = [];
    await using stage = await aStage(backend);
    const first = await stage.registry.register(new Knot({ label: "0" }));
    const base = first.ecsId;
    const registry = stage.another({ onEvent: (event) => events.push(event) });
    const second = await registry.getOrThrow(Knot, base);
    [first.label, second.label] = ["first", "second"];
    await stage.registry.register(first);
    await registry.register(second);
    const branch = `branch-${second.ecsId.replaceAll("-", "").slice(-8)}`;
    expect([first.parentId, second.parentId]).toEqual([base, base]);
    expect(stage.registry.receipt(first)).toMatchObject({ ref: "main", moved: true, siblings: [] });
    expect(registry.receipt(second)).toEqual({
      batchId: second.batchId,
      versions: [second.ecsId],
      ref: branch,
      moved: false,
      tip: first.ecsId,
      siblings: [first.ecsId],
    });
    expect(events.filter(({ type }) => type === "version.branched")).toMatchObject([
      { ecsId: second.ecsId, ref: branch, siblings: [first.ecsId] },
    ]);
    expect(await registry.refs(first.lineageId)).toEqual([
      { lineageId: first.lineageId, name: branch, tip: second.ecsId },
      { lineageId: first.lineageId, name: "main", tip: first.ecsId },
    ]);
    second.label = "goes on along its branch";
    await registry.register(second);
    expect(registry.receipt(second)).toMatchObject({ ref: branch, moved: true });
    expect((await stage.another().head(Knot, first.lineageId))?.label).toBe("first");
  },
);

test.each(backends)(
  "expectHead refuses the writer whose ref moved, names both versions and stores nothing, on $name (V25, R:S16, R:S17)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const knot = await registry.register(aPair());
    const third = knot.ecsId;
    for (const label of ["4", "5"]) {
      knot.label = label;
      await registry.register(knot, { expectHead: true });
    }
    const stored = await stage.count();
    const loser = stage.another();
    const late = await loser.getOrThrow(Knot, third);
    late.label = "stale";
    late.append("kids", new Knot({ label: "new" }));
    // got by id when it was no tip any more, it follows no ref: its first commit makes its branch, and is not refused
    await loser.register(late, { expectHead: true });
    expect(loser.receipt(late)?.ref).toMatch(/^branch-/);
    expect(await stage.count()).toBe(stored + 2);
    expect(late.parentId).toBe(third);

    const follower = stage.another();
    const head = await follower.head(Knot, knot.lineageId);
    if (head === null) throw new Error("main has a tip");
    const seen = head.ecsId;
    knot.label = "6";
    await registry.register(knot);
    head.label = "too late";
    head.append("kids", new Knot({ label: "of the refused batch" }));
    await expect(follower.register(head, { expectHead: true })).rejects.toMatchObject({
      code: "version_conflict",
      kind: "conflict",
      ref: "main",
      expected: seen,
      found: knot.ecsId,
      lineageId: knot.lineageId,
      message: expect.stringContaining(knot.ecsId.slice(-8)),
    });
    expect([head.ecsId, head.isModified, head.label]).toEqual([seen, true, "too late"]);
    expect(await stage.count()).toBe(stored + 3);
    expect(await registry.refLog(knot.lineageId, "main")).toHaveLength(4);
  },
);

test.each(backends)(
  "refs are made, moved, compared and deleted by name; main stays, on $name (V39, V40)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const knot = await registry.register(aPair());
    const { lineageId } = knot;
    const [first, kid] = [knot.ecsId, knot.kids[0]];
    knot.label = "second";
    await registry.register(knot, { actor: "ada", reason: "a better label" });
    await registry.setRef(lineageId, "release", first, { actor: "bob", expect: null });
    await registry.setRef(lineageId, "release", knot.ecsId, { reason: "out", expect: first });
    await expect(
      registry.setRef(lineageId, "release", first, { expect: first }),
    ).rejects.toMatchObject({ code: "version_conflict", found: knot.ecsId });
    await registry.deleteRef(lineageId, "release");
    await expect(registry.deleteRef(lineageId, "main")).rejects.toMatchObject({
      kind: "invalid_request",
    });
    for (const name of ["", "x".repeat(101), "a\nb"]) {
      await expect(registry.setRef(lineageId, name, first)).rejects.toMatchObject({
        kind: "invalid_request",
      });
    }
    const later = await stage.reopened();
    expect((await later.refs(lineageId)).map(({ name, tip }) => [name, tip])).toEqual([
      ["main", knot.ecsId],
    ]);
    expect(await later.refs(kid?.lineageId ?? lineageId)).toEqual([]);
    expect(await later.refLog(lineageId, "main")).toMatchObject([
      { from: null, to: first, actor: null, reason: null },
      {
        from: first,
        to: knot.ecsId,
        actor: "ada",
        reason: "a better label",
        batchId: knot.batchId,
      },
    ]);
    expect(await later.refLog(lineageId, "release")).toMatchObject([
      { from: null, to: first, actor: "bob" },
      { from: first, to: knot.ecsId, reason: "out" },
      { from: knot.ecsId, to: null },
    ]);
  },
);

test.each(backends)(
  "what belongs to a version has no refs and no branches of its own, on $name (V40a, V39)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { output } = everyFieldSet();
    const raw = output.rawOutput;
    if (raw === null) throw new Error("the sample has a raw output");
    await stage.registry.register(output);
    const before = output.ecsId;
    const rival = await stage.another().getOrThrow(ProcessedOutput, before);
    output.timeTakenMs = 1;
    await stage.registry.register(output);
    rival.timeTakenMs = 2;
    expect(rival.isModified).toBe(true);
    for (const { lineageId } of [output, raw]) {
      expect(await stage.registry.refs(lineageId)).toEqual([]);
    }
    expect(stage.registry.receipt(output)).toMatchObject({ ref: null, moved: true });
  },
);

test.each(backends)(
  "a batch says who, why and in which run, of the call or of the registry, on $name (V28a, V40)",
  async (backend) => {
    await using stage = await aStage(backend);
    const registry = stage.another({ actor: "the registry", reason: "nightly", runId: "run 1" });
    const knot = await registry.register(new Knot({ label: "0" }));
    knot.label = "1";
    await registry.register(knot, { actor: "ada", runId: "run 2" });
    expect(stage.batches).toMatchObject([
      { actor: "the registry", reason: "nightly", runId: "run 1" },
      { actor: "ada", reason: "nightly", runId: "run 2" },
    ]);
    const log = await (await stage.reopened()).refLog(knot.lineageId, "main");
    expect(log.map(({ actor, reason }) => [actor, reason])).toEqual([
      ["the registry", "nightly"],
      ["ada", "nightly"],
    ]);
    expect(log.map(({ batchId }) => batchId)).toEqual(stage.batches.map(({ batchId }) => batchId));
  },
);
