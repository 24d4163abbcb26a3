import { defineEntity, EntityRegistry, list } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { z } from "zod";

/** One of many, long enough for an export to take its time. */
export class Page extends defineEntity("Page", { text: z.string() }) {}
/** What is exported, in turns with another one. */
export class Album extends defineEntity("Album", {
  name: z.enum(["first", "second"]),
  pages: list(() => Page),
}) {}

/** Pages of each album, about 10 MB of them. */
export const pageCount = 500;

async function exportForever(root: string): Promise<never> {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const text = "page ".repeat(4000);
  const pages = Array.from({ length: pageCount }, () => new Page({ text }));
  const albums = [new Album({ name: "first", pages }), new Album({ name: "second", pages })];
  await registry.registerAll(albums);
  for (;;) {
    for (const album of albums) {
      await registry.exportToFile(album, "album.json", { root });
      process.stdout.write("exported\n");
    }
  }
}

const root = process.argv[2];
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href && root !== undefined) {
  await exportForever(root);
}
