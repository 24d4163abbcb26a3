import { EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "../demo/temporary-folder.ts";
import { Album, pageCount } from "./endless-exporter.ts";

const file = "album.json";
/** Lets a process of its own run the TypeScript sources, as jest does. */
const loader = new URL(
  "../../packages/storage-typeorm/test/support/typescript.mjs",
  import.meta.url,
);
const program = new URL(`endless-exporter${path.extname(import.meta.url)}`, import.meta.url);
const onSources = ["--conditions=minference-source", "--import", loader.href];

/**
 * Kills a process at random moments that exports to one file over and over. Gives how many kills came in the middle
 * of writing.
 *
 * @throws {AssertionError} the file was not whole after a kill, or another one lay beside it than an unfinished one.
 */
export async function exporterKills(kills: number): Promise<number> {
  await using place = await temporaryFolder();
  const { folder: root } = place;
  let unfinished = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    await killedExporter(root);
    const registry = new EntityRegistry({ storage: await openMemoryStorage(), types: [Album] });
    const album = await registry.importFromFile(file, { root });
    assert.equal(album.subEntities().length, pageCount);
    for (const name of (await readdir(root)).filter((each) => each !== file)) {
      assert.match(name, /^\.minference-.*\.tmp$/);
      unfinished += 1;
      await rm(path.join(root, name));
    }
  }
  return unfinished;
}

/** Starts an exporter on the file and kills it at a random moment after its first export. */
async function killedExporter(root: string): Promise<void> {
  const isSource = program.pathname.endsWith(".ts");
  const child = spawn(
    process.execPath,
    [...(isSource ? onSources : []), fileURLToPath(program), root],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const end = once(child, "close");
  const lines = createInterface({ input: child.stdout });
  await Promise.race([once(lines, "line"), end]);
  await setTimeout(randomInt(200));
  child.kill("SIGKILL");
  await end;
}
