import { describe, expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { withPlainDatabase } from "./support/plain-database.ts";
import { rejection } from "./support/rejection.ts";
import { Basket, Circle, Drawing, Fruit, mappings, Sample } from "./support/sample-entities.ts";
import { tempFolder } from "./support/temp-folder.ts";

const secret = "a canary of the stored text";

interface Stored {
  readonly sample: EcsId;
  readonly basket: EcsId;
  readonly drawing: EcsId;
  readonly other: EcsId;
}

async function storeAll(file: string): Promise<Stored> {
  await using storage = await openSqliteStorage({ path: file, mappings });
  const registry = new EntityRegistry({ storage });
  const sample = new Sample({
    text: secret,
    count: 1,
    ratio: 1,
    isOpen: true,
    color: "red",
    at: new Date(0),
    owner: "0198c0de-0000-7000-8000-00000000abcd",
    data: { secret },
  });
  const fig = new Fruit({ name: "fig" });
  const basket = new Basket({ fruits: [fig, fig, fig], byName: { fig } });
  const drawing = new Drawing({ first: new Circle({ label: "c", radius: 1 }) });
  const other = new Fruit({ name: "kiwi" });
  await registry.registerAll([sample, basket, drawing, other]);
  return {
    sample: sample.ecsId,
    basket: basket.ecsId,
    drawing: drawing.ecsId,
    other: other.ecsId,
  };
}

describe("a row that was edited by hand is corrupt by type, id and column, and listed by verify; others are read (R:S25)", () => {
  const edits: readonly (readonly [keyof Stored, string, string])[] = [
    ["sample", "UPDATE sample SET data = '{\"a\": a canary'", "sample.data"],
    ["sample", "UPDATE sample SET data = x'37'", "sample.data"],
    ["sample", `UPDATE sample SET data = '${"[".repeat(2000)}${"]".repeat(2000)}'`, "sample.data"],
    ["sample", "UPDATE sample SET count = 'many'", "sample.count"],
    ["sample", "UPDATE sample SET count = 1.5", "sample.count"],
    ["sample", "UPDATE sample SET ratio = 'x'", "sample.ratio"],
    ["sample", "UPDATE sample SET text = x'00ff'", "sample.text"],
    ["sample", "UPDATE sample SET at = 1e300", "sample.at"],
    ["sample", "UPDATE sample SET at = 'yesterday'", "sample.at"],
    ["sample", "UPDATE sample SET owner = x'0102'", "sample.owner"],
    ["sample", "UPDATE sample SET owner = 'nobody'", "sample.owner"],
    ["sample", "UPDATE sample SET created_at = 'x'", "sample.created_at"],
    ["sample", "UPDATE sample SET schema_version = 'x'", "sample.schema_version"],
    ["sample", "UPDATE sample SET erased_at = 'x'", "sample.erased_at"],
    ["sample", "UPDATE sample SET lineage_id = x'01'", "sample ids"],
    [
      "sample",
      "PRAGMA ignore_check_constraints = 1; UPDATE sample SET color = 'blue'",
      "sample.color",
    ],
    [
      "sample",
      "PRAGMA ignore_check_constraints = 1; UPDATE sample SET is_open = 2",
      "sample.is_open",
    ],
    ["basket", "UPDATE basket SET best_id = x'0102'", "basket.best_id"],
    ["basket", "UPDATE basket SET by_name = '{\"fig\": 7}'", "basket.by_name"],
    ["basket", "UPDATE basket SET by_name = '[]'", "basket.by_name"],
    ["basket", "UPDATE basket SET fruits_length = -1", "basket.fruits_segment_id"],
    ["basket", "UPDATE basket SET fruits_segment_id = NULL", "basket.fruits_segment_id"],
    ["basket", "UPDATE basket SET fruits_length = 9", "basket_fruit"],
    ["basket", "UPDATE basket SET fruits_length = 1000000000000", "basket_fruit"],
    ["basket", "DELETE FROM basket_fruit WHERE position = 1", "basket_fruit"],
    ["basket", "UPDATE basket_fruit SET position = -1 WHERE position = 0", "basket_fruit"],
    [
      "drawing",
      "PRAGMA ignore_check_constraints = 1; UPDATE shape SET type = 'oval'",
      "shape.type",
    ],
  ];
  for (const [which, sql, column] of edits) {
    test(sql.slice(0, 80), async () => {
      using folder = tempFolder();
      const file = folder.file("a.db");
      const stored = await storeAll(file);
      withPlainDatabase(file, (database) => database.exec(`PRAGMA foreign_keys = 0; ${sql}`));
      await using storage = await openSqliteStorage({ path: file, mappings });
      const error = await rejection(storage.readTrees([stored[which]]));
      expect(error.code).toBe("corrupt");
      expect("path" in error && error.path).toBe(column);
      expect(error.message).not.toContain("canary");
      expect((await storage.readSnapshots([stored.other])).size).toBe(1);
      const problems = await storage.verify();
      // of a drawing it is the circle in it
      const isListed = problems.some(({ ecsId }) => which === "drawing" || ecsId === stored[which]);
      expect(isListed).toBe(true);
      expect(problems.some(({ ecsId }) => ecsId === stored.other)).toBe(false);
      expect(JSON.stringify(problems)).not.toContain("canary");
    });
  }
});

test("an unmapped row that was edited by hand is corrupt by its column (R:S25)", async () => {
  const states = [
    "{",
    "[]",
    "7",
    '{"name": "fig"}',
    '{"name": {"ref": "x"}}',
    '{"name": {"json": 1e999}}',
  ];
  for (const state of states) {
    using folder = tempFolder();
    const file = folder.file("a.db");
    const fig = new Fruit({ name: "fig" });
    {
      await using storage = await openSqliteStorage({ path: file });
      await new EntityRegistry({ storage }).register(fig);
    }
    withPlainDatabase(file, (database) =>
      database.prepare("UPDATE entity SET state = ?").run(state),
    );
    await using storage = await openSqliteStorage({ path: file });
    const error = await rejection(storage.readTrees([fig.ecsId]));
    expect("path" in error && error.path).toBe("entity.state");
    expect((await storage.verify()).map(({ ecsId }) => ecsId)).toEqual([fig.ecsId]);
  }
});

test("a row whose content is another one of the same kind is caught by its hash (R:S26)", async () => {
  using folder = tempFolder();
  const { sample } = await storeAll(folder.file("a.db"));
  withPlainDatabase(folder.file("a.db"), (database) =>
    database.exec("UPDATE sample SET count = 2"),
  );
  await using storage = await openSqliteStorage({ path: folder.file("a.db"), mappings });
  const error = await rejection(new EntityRegistry({ storage }).get(Sample, sample));
  expect(error.code).toBe("corrupt");
});
