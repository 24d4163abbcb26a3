import { expect, test } from "@jest/globals";
import { exportedText, importText } from "./bundle-text.ts";
import { aShelfRegistry, Book, Shelf } from "./shelf.ts";

test("250 versions of a growing list are imported in the size of what was added, not of all lists", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(new Shelf({}));
  for (let at = 0; at < 250; at += 1) {
    shelf.append("books", new Book({ title: String(at) }));
    await from.registry.register(shelf);
  }
  const text = await exportedText(from.registry, shelf, { versions: "lineage" });
  const to = await aShelfRegistry();
  const imported = await importText(to.registry, text);
  const written = to.batches[0]?.snapshots.flatMap(({ state }) => Object.values(state)) ?? [];
  const items = written.map((value) => ("list" in value ? value.list.append.length : 0));
  expect(items.reduce((sum, count) => sum + count, 0)).toBe(250);
  expect(imported.dump()).toEqual(shelf.dump());
});

test("a chain of 12,000 shelves is exported and imported without recursion (V9)", async () => {
  const from = await aShelfRegistry();
  let top = new Shelf({ label: "0" });
  for (let at = 1; at < 12_000; at += 1) top = new Shelf({ label: String(at), above: top });
  await from.registry.register(top);
  const to = await aShelfRegistry();
  const imported = await importText(to.registry, await exportedText(from.registry, top));
  expect(imported.subEntities()).toHaveLength(11_999);
});
