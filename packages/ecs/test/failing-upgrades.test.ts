import { expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, json } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";

const first = { tags: json(z.array(z.string())) };
class OldNote extends defineEntity("Note", first) {}

/** A class of version 2 whose upgrade does this with the tags. */
function upgradedBy(change: (tags: readonly string[]) => readonly string[]) {
  return class Note extends defineEntity("Note", first, {
    schemaVersion: 2,
    earlier: { 1: { shape: first, upgrade: ({ tags }) => ({ tags: change(tags) }) } },
  }) {};
}

test("an upgrade that throws is named with its type and step, its own error the cause (G3, G9)", async () => {
  const storage = await openMemoryStorage();
  const note = await new EntityRegistry({ storage }).register(new OldNote({ tags: ["a"] }));
  const cause = new Error("no way up");
  const failing = upgradedBy(() => {
    throw cause;
  });
  await expect(new EntityRegistry({ storage }).get(failing, note.ecsId)).rejects.toMatchObject({
    code: "entity_validation",
    entityType: "Note",
    path: "earlier.1",
    cause,
  });
});

test("an upgrade cannot change what is stored: it is given frozen values (V27)", async () => {
  const storage = await openMemoryStorage();
  const note = await new EntityRegistry({ storage }).register(new OldNote({ tags: ["b", "a"] }));
  const sorting = upgradedBy((tags) => {
    Reflect.apply(Array.prototype.sort, tags, []);
    return tags;
  });
  await expect(new EntityRegistry({ storage }).get(sorting, note.ecsId)).rejects.toMatchObject({
    code: "entity_validation",
  });
  const copying = upgradedBy((tags) => tags.toSorted());
  const upgraded = await new EntityRegistry({ storage }).getOrThrow(copying, note.ecsId);
  expect(upgraded.tags).toEqual(["a", "b"]);
});
