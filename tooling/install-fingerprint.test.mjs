import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { installFingerprint } from "./install-fingerprint.mjs";

/** @type {string} */
let root;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "minference-fingerprint-"));
  for (const folder of ["packages/ecs", "apps", "tooling"]) {
    mkdirSync(path.join(root, folder), { recursive: true });
  }
  for (const file of ["package.json", "packages/ecs/package.json", "pnpm-lock.yaml"]) {
    writeFileSync(path.join(root, file), "{}");
  }
});
afterEach(() => rmSync(root, { recursive: true }));

test("the fingerprint stays while nothing that decides an install changes", () => {
  const before = installFingerprint(root);
  writeFileSync(path.join(root, "packages/ecs/README.md"), "text");
  expect(installFingerprint(root)).toBe(before);
});

test.each(["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", "packages/ecs/package.json"])(
  "the fingerprint changes with %s",
  (file) => {
    const before = installFingerprint(root);
    writeFileSync(path.join(root, file), '{ "changed": true }');
    expect(installFingerprint(root)).not.toBe(before);
  },
);
