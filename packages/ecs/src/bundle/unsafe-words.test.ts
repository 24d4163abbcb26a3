import { expect, test } from "@jest/globals";
import { unsafeWords } from "./unsafe-words.ts";

test.each([
  ["../a.json", "leads upwards"],
  ["a/../../b.json", "leads upwards"],
  ["a/..", "leads upwards"],
  ["..\\a.json", "leads upwards"],
  ["a/.. /b.json", "leads upwards"],
  ["a/.../b.json", "leads upwards"],
  ["/etc/passwd", "is absolute"],
  ["\\\\server\\share\\a", "is absolute"],
  ["//server/share/a", "is absolute"],
  ["C:\\a.json", "names a drive"],
  ["c:a.json", "names a drive"],
  ["file:///a.json", "is a URL"],
  ["FILE:a.json", "is a URL"],
  ["https://example.com/a", "is a URL"],
  ["a\0.json", "holds a NUL character"],
  ["con", "names a device"],
  ["a/NUL.json", "names a device"],
  ["a/com1 .txt", "names a device"],
  ["LPT9:", "names a device"],
  ["com¹.json", "names a device"],
  ["prn/a.json", "names a device"],
  ["conin$", "names a device"],
  ["", "names no file"],
  [".", "names no file"],
  ["a/", "names no file"],
  ["a/.", "names no file"],
])("%j %s (R:E6)", (path, problem) => {
  expect(unsafeWords(path)).toBe(problem);
});

test.each([
  "a.json",
  "a/b/c.json",
  "./a.json",
  "..a",
  "a..b",
  "a b",
  "ünïcode 🙂.json",
  "console.json",
  "export-2026-11-24T19:17:15Z.json",
])("%j is a usable name", (path) => {
  expect(unsafeWords(path)).toBeNull();
});
