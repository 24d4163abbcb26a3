// boundary: programs without types hand over paths that are no text
import { expect, test } from "@jest/globals";
import type { EntityStorage } from "@minference/storage";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { exportedText } from "./bundle-text.ts";
import { aShelf, aShelfRegistry, Book, Shelf } from "./shelf.ts";

/** A root with a neighbour outside of it, and everything that lies in both. */
function folders(): {
  readonly root: string;
  readonly outside: string;
  readonly contents: () => readonly string[];
  [Symbol.dispose](): void;
} {
  const parent = fs.mkdtempSync(path.join(tmpdir(), "minference-bundles-"));
  const [root, outside] = [path.join(parent, "root"), path.join(parent, "outside")];
  fs.mkdirSync(path.join(root, "inner"), { recursive: true });
  fs.mkdirSync(outside);
  fs.writeFileSync(path.join(outside, "secret.json"), "secret");
  return {
    root,
    outside,
    contents: () =>
      fs
        .readdirSync(parent, { recursive: true, encoding: "utf8" })
        .sort()
        .map((name) => `${name} ${fs.lstatSync(path.join(parent, name)).size}`),
    [Symbol.dispose]: () => {
      fs.rmSync(parent, { recursive: true, force: true });
    },
  };
}

test("a file below root is written whole and read back by another registry (C27)", async () => {
  using place = folders();
  const { root } = place;
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const names = ["a.json", "inner/a.json", path.join(root, "inner", "b.json")];
  for (const name of names) {
    await from.registry.exportToFile(shelf, name, { root });
    const to = await aShelfRegistry();
    const imported = await to.registry.importFromFile(name, { root, actor: "ada" });
    expect(imported.dump()).toEqual(shelf.dump());
    expect(to.batches[0]).toMatchObject({ actor: "ada" });
  }
  expect(fs.readdirSync(root).sort()).toEqual(["a.json", "inner"]);
  const before = fs.readFileSync(path.join(root, "a.json"), "utf8");
  const text = await exportedText(from.registry, shelf);
  expect(before.replace(/"exportedAt":"[^"]*"/, "")).toBe(text.replace(/"exportedAt":"[^"]*"/, ""));
});

test("an export replaces an older file and keeps its permissions", async () => {
  using place = folders();
  const { root } = place;
  const { registry } = await aShelfRegistry();
  const shelf = await registry.register(aShelf());
  fs.writeFileSync(path.join(root, "a.json"), "old", { mode: 0o600 });
  await registry.exportToFile(shelf, "a.json", { root, versions: "lineage" });
  expect(fs.statSync(path.join(root, "a.json")).mode & 0o777).toBe(0o600);
  expect((await registry.importFromFile("a.json", { root })).ecsId).toBe(shelf.ecsId);
});

test.each([
  "../outside/secret.json",
  "inner/../../outside/secret.json",
  "..\\outside\\secret.json",
  "/etc/minference.json",
  "a\0.json",
  "nul",
  "inner/COM1.json",
  "file:a.json",
  "C:\\a.json",
  "link-out/secret.json",
  "link-out/new.json",
  "inner/link-to-link-out/secret.json",
  "link-to-secret.json",
  "link-to-nothing.json",
  "link-inside.json",
  "",
  "inner/",
  "inner/..",
])(
  "the path %j leads out of root or names no file, and nothing is touched (R:E6)",
  async (name) => {
    using place = folders();
    const { root, outside } = place;
    fs.writeFileSync(path.join(root, "real.json"), "real");
    fs.symlinkSync(outside, path.join(root, "link-out"));
    fs.symlinkSync("../link-out", path.join(root, "inner", "link-to-link-out"));
    fs.symlinkSync(path.join(outside, "secret.json"), path.join(root, "link-to-secret.json"));
    fs.symlinkSync(path.join(outside, "nothing.json"), path.join(root, "link-to-nothing.json"));
    fs.symlinkSync("real.json", path.join(root, "link-inside.json"));
    const before = place.contents();
    const { registry, storage } = await aShelfRegistry();
    const shelf = await registry.register(aShelf());
    const unsafe = { code: "unsafe_path", kind: "unsafe_path" };
    await expect(registry.exportToFile(shelf, name, { root })).rejects.toMatchObject(unsafe);
    await expect(registry.importFromFile(name, { root })).rejects.toMatchObject(unsafe);
    expect(place.contents()).toEqual(before);
    expect((await storage.status()).entityCount).toBe(4);
  },
);

test("an absolute path, a file: URL and a URL object outside of root are refused (R:E6)", async () => {
  using place = folders();
  const { root, outside } = place;
  const { registry } = await aShelfRegistry();
  const secret = path.join(outside, "secret.json");
  // the last one is no text, as only a program without types can give it
  for (const name of [
    secret,
    `${root}-other/a.json`,
    pathToFileURL(secret).href,
    pathToFileURL(secret) as never,
  ]) {
    await expect(registry.importFromFile(name, { root })).rejects.toMatchObject({
      kind: "unsafe_path",
    });
  }
});

test("a link to a folder inside of root is followed", async () => {
  using place = folders();
  const { root } = place;
  fs.symlinkSync("inner", path.join(root, "alias"));
  const { registry } = await aShelfRegistry();
  const shelf = await registry.register(aShelf());
  await registry.exportToFile(shelf, "alias/a.json", { root });
  expect(fs.readdirSync(path.join(root, "inner"))).toEqual(["a.json"]);
  await registry.importFromFile("inner/a.json", { root });
});

test("a missing folder, a folder as file and a root that is none are refused, and nothing is made", async () => {
  using place = folders();
  const { root } = place;
  const before = place.contents();
  const { registry } = await aShelfRegistry();
  const shelf = await registry.register(aShelf());
  const invalid = { kind: "invalid_request" };
  const long = "x".repeat(300);
  for (const name of ["missing/a.json", "inner", long]) {
    await expect(registry.exportToFile(shelf, name, { root })).rejects.toMatchObject(invalid);
    await expect(registry.importFromFile(name, { root })).rejects.toMatchObject(invalid);
  }
  await expect(registry.importFromFile("missing.json", { root })).rejects.toMatchObject(invalid);
  for (const other of ["relative", "", `${root}/missing`, undefined as never]) {
    await expect(registry.exportToFile(shelf, "a.json", { root: other })).rejects.toMatchObject(
      invalid,
    );
  }
  expect(place.contents()).toEqual(before);
});

test("a pipe is no file, and nobody waits for its other end", async () => {
  using place = folders();
  const { root } = place;
  execFileSync("mkfifo", [path.join(root, "pipe")]);
  const { registry } = await aShelfRegistry();
  await expect(registry.importFromFile("pipe", { root })).rejects.toMatchObject({
    kind: "invalid_request",
  });
});

test("a file above the limit is refused by its size, before it is read (R:E7)", async () => {
  using place = folders();
  const { root } = place;
  fs.writeFileSync(path.join(root, "a.json"), "");
  fs.truncateSync(path.join(root, "a.json"), 2 ** 40);
  const { registry } = await aShelfRegistry();
  await expect(registry.importFromFile("a.json", { root })).rejects.toMatchObject({
    code: "too_large",
  });
});

test("an export that fails half-way leaves the old file and no other (R:E8)", async () => {
  using place = folders();
  const { root } = place;
  const { registry, storage } = await aShelfRegistry();
  const notes = "x".repeat(10_000);
  const books = Array.from({ length: 200 }, (_, at) => new Book({ title: String(at), notes }));
  const shelf = await registry.register(new Shelf({ books }));
  fs.writeFileSync(path.join(root, "a.json"), "old");
  const before = place.contents();
  failAfter(storage, 3);
  await expect(registry.exportToFile(shelf, "a.json", { root })).rejects.toThrow(
    "the disk is gone",
  );
  expect(place.contents()).toEqual(before);
  expect(fs.readFileSync(path.join(root, "a.json"), "utf8")).toBe("old");
});

/** Lets a storage answer so many reads more. */
function failAfter(storage: EntityStorage, reads: number): void {
  const read = storage.readSnapshots.bind(storage);
  let left = reads;
  storage.readSnapshots = (ids) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error("the disk is gone")) : read(ids);
  };
}
