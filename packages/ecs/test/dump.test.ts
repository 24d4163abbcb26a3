import { expect, test } from "@jest/globals";
import { defineEntity, dict, list, ref, type EntityClass } from "@minference/ecs";
import type { JsonValue } from "@minference/protocol";
import { z } from "zod";

class Node extends defineEntity("Node", {
  label: z.string(),
  left: ref((): EntityClass<Node> => Node).nullable(),
  right: ref((): EntityClass<Node> => Node).nullable(),
  items: list((): EntityClass<Node> => Node),
  byKey: dict((): EntityClass<Node> => Node),
}) {}

class Link extends defineEntity("Link", { next: ref((): EntityClass<Link> => Link).nullable() }) {}

const leaf = (label: string) => ({ label, left: null, right: null, items: [], byKey: {} });

function fieldIn(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([key]) => key === name)?.[1];
}

test("a dump has the fields alone, sub-entities nested (C27)", () => {
  const node = new Node({
    label: "root",
    left: new Node({ label: "l" }),
    items: [new Node({ label: "i" })],
    byKey: { k: new Node({ label: "d" }) },
  });
  expect(node.dump()).toEqual({
    label: "root",
    left: leaf("l"),
    right: null,
    items: [leaf("i")],
    byKey: { k: leaf("d") },
  });
  expect(Object.keys(node.dump())).toEqual(["label", "left", "right", "items", "byKey"]);
});

test("a cycle is cut at the version id of the member that is not complete (C27)", () => {
  const [a, b] = [new Node({ label: "a" }), new Node({ label: "b" })];
  a.left = b;
  b.left = a;
  b.right = b;
  expect(a.dump()).toEqual({
    ...leaf("a"),
    left: { ...leaf("b"), left: a.ecsId, right: b.ecsId },
  });
});

test("a ladder of 64 diamonds is rendered once each, not 2^64 times (V8, C27)", () => {
  let node = new Node({ label: "end" });
  for (let rung = 0; rung < 64; rung += 1) {
    node = new Node({ label: String(rung), left: node, right: node, items: [node] });
  }
  const dump = node.dump();
  expect(fieldIn(dump, "left")).toBe(fieldIn(dump, "right"));
  expect(Object.isFrozen(fieldIn(dump, "left"))).toBe(true);
});

test("100,000 nested entities are dumped without recursion (V9)", () => {
  let link = new Link({});
  for (let depth = 1; depth < 100_000; depth += 1) link = new Link({ next: link });
  let depth = 0;
  for (let at: JsonValue | undefined = link.dump(); at !== null; at = fieldIn(at, "next")) {
    depth += 1;
  }
  expect(depth).toBe(100_000);
});
