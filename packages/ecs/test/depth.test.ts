import { beforeAll, describe, expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, list, ref, type EntityClass } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";

const depth = 100_000;

class RefChain extends defineEntity("RefChain", {
  value: z.number(),
  next: ref((): EntityClass<RefChain> => RefChain).nullable(),
}) {}

class ListChain extends defineEntity("ListChain", {
  value: z.number(),
  next: list((): EntityClass<ListChain> => ListChain),
}) {}

type Chain = RefChain | ListChain;

/** A way to make a chain and to walk it. */
interface Kind {
  readonly type: EntityClass<Chain>;
  make(value: number, next: Chain | null): Chain;
  nextOf(chain: Chain): Chain | null;
}

const kinds: readonly (readonly [string, Kind])[] = [
  [
    "refs",
    {
      type: RefChain,
      make: (value, next) => new RefChain({ value, next: next instanceof RefChain ? next : null }),
      nextOf: (chain) => (chain instanceof RefChain ? chain.next : null),
    },
  ],
  [
    "lists",
    {
      type: ListChain,
      make: (value, next) =>
        new ListChain({ value, next: next instanceof ListChain ? [next] : [] }),
      nextOf: (chain) => (chain instanceof ListChain ? (chain.itemAt("next", 0) ?? null) : null),
    },
  ],
];

describe.each(kinds)("a chain of 100,000 entities held by %s (V9)", (_name, kind) => {
  let registry: EntityRegistry;
  let root: Chain;
  let first: Chain["ecsId"];

  beforeAll(async () => {
    registry = new EntityRegistry({ storage: await openMemoryStorage() });
    root = chainOf(kind);
    await registry.register(root);
    first = root.ecsId;
  }, 60_000);

  test("is stored whole, and is not modified then", async () => {
    expect(registry.isModified(root)).toBe(false);
    expect(root.subEntities()).toHaveLength(depth - 1);
    expect((await registry.status()).entityCount).toBe(depth);
  });

  test("is forked whole, with one new version of each, when its last entity changes", async () => {
    lastOf(root, kind).value = -1;
    expect(registry.isModified(root)).toBe(true);
    registry.fork(root);
    await registry.register(root);
    expect(root.parentId).toBe(first);
    expect(registry.receipt(root)?.versions).toHaveLength(depth);
    expect(registry.isModified(root)).toBe(false);
  });

  test("is loaded whole, and differs from its first version in the link to the next", async () => {
    const loaded = await registry.getOrThrow(kind.type, root.ecsId);
    expect(lastOf(loaded, kind).value).toBe(-1);
    expect(Object.keys(await registry.diff(first, root.ecsId))).toEqual(["next"]);
  });
});

/** The entity of value 0 is the last one. */
function chainOf(kind: Kind): Chain {
  let chain: Chain | null = null;
  for (let value = 0; value < depth - 1; value += 1) chain = kind.make(value, chain);
  return kind.make(depth - 1, chain);
}

function lastOf(root: Chain, kind: Kind): Chain {
  let last = root;
  for (let next = kind.nextOf(last); next !== null; next = kind.nextOf(next)) last = next;
  return last;
}
