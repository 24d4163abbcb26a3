import { expect, test } from "@jest/globals";
import { backends } from "../backends.ts";
import { sizes } from "../sizes.ts";
import { checkForks } from "./check-forks.ts";
import { Knot, shapeOf } from "./knot.ts";
import { aStage } from "./stage.ts";

test.each(backends)(
  "edits of random trees and cyclic graphs make one version of each changed entity and each ancestor, and keep the graph, on $name (D01, D33, V8, V16, V17, V38)",
  async (backend) => {
    const { memory, files } = sizes.graphs.gate;
    await checkForks(backend, backend.name === "memory" ? memory : files);
  },
);

test.each(backends)(
  "registering five times without a change is one version and no write after the first, on $name (D03, V16, V20)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry, batches } = stage;
    const knot = new Knot({ label: "a", kids: [new Knot({ label: "b" })] });
    for (let time = 0; time < 5; time += 1) await registry.register(knot);
    expect(batches).toHaveLength(1);
    expect(await stage.count()).toBe(2);
    const lineage = await registry.lineage(knot.lineageId);
    expect(lineage.sortedIds).toEqual([knot.ecsId]);
    expect(lineage.toMermaid().match(/^ +v[0-9a-f]{32}\[/gm)).toHaveLength(1);
  },
);

test.each(backends)(
  "a self-reference, a diamond, a bidirectional and a many-to-many relation are stored and read as they are, on $name (V3, V8, C07)",
  async (backend) => {
    await using stage = await aStage(backend);
    const [root, left, right, shared] = ["root", "left", "right", "shared"].map(
      (label) => new Knot({ label }),
    );
    if (!root || !left || !right || !shared) throw new Error("four labels make four knots");
    root.next = root;
    root.kids = [left, right, left];
    left.kids = [shared, right];
    right.named = { one: shared, back: left };
    shared.next = root;
    await stage.registry.register(root);
    const loaded = await (await stage.reopened()).getOrThrow(Knot, root.ecsId);
    expect(shapeOf(loaded)).toBe(shapeOf(root));
    expect(loaded.next).toBe(loaded);
    expect(loaded.kids[0]).toBe(loaded.kids[2]);
    expect(loaded.kids[0]?.kids[0]).toBe(loaded.kids[1]?.named["one"]);
  },
);
