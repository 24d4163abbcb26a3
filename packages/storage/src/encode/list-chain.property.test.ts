import { expect, test } from "@jest/globals";
import { trustEcsId, type EcsId } from "@minference/protocol";
import fc from "fast-check";
import { createHash } from "node:crypto";
import { ListChain, listHash } from "./list-chain.ts";

/** Spec 1.2, word for word: h₀ = SHA-256(""), hₖ = SHA-256(hₖ₋₁ ‖ the ids of block k), blocks of 64 items. */
function hashBySpec(ids: readonly EcsId[]): string {
  let hash = createHash("sha256").digest();
  for (let start = 0; start < ids.length; start += 64) {
    const block = ids
      .slice(start, start + 64)
      .map((id) => Buffer.from(id.replaceAll("-", ""), "hex"));
    hash = createHash("sha256")
      .update(Buffer.concat([hash, ...block]))
      .digest();
  }
  return hash.toString("hex");
}

const anyId = fc.uuid().map(trustEcsId);
const anyList = fc.array(anyId, { maxLength: 200, size: "max" });

test.each([0, 1, 63, 64, 65, 128, 1000])(
  "a list of %d ids is hashed as spec 1.2 says",
  (length) => {
    const ids = Array.from({ length }, (_, at) => {
      return trustEcsId(`0198c0de-0000-7000-8000-${at.toString(16).padStart(12, "0")}`);
    });
    expect(listHash(ids)).toBe(hashBySpec(ids));
  },
);

test("a chain that follows a list through appends gives the hash of the whole list each time", () => {
  fc.assert(
    fc.property(fc.array(anyList, { maxLength: 5 }), (appends) => {
      const chain = new ListChain();
      const ids: EcsId[] = [];
      for (const append of appends) {
        ids.push(...append);
        expect(chain.hash(ids, ids.length)).toBe(hashBySpec(ids));
      }
    }),
  );
});

test("a chain that forgets from a changed position gives the hash of the changed list", () => {
  fc.assert(
    fc.property(anyList, anyId, fc.nat(), (list, item, at) => {
      fc.pre(list.length > 0);
      const ids = [...list];
      const chain = new ListChain();
      chain.hash(ids, ids.length);
      const position = at % ids.length;
      ids[position] = item;
      chain.forgetFrom(position);
      expect(chain.hash(ids, ids.length)).toBe(hashBySpec(ids));
    }),
  );
});

test("a chain copied before a position is that of another list with the same start", () => {
  fc.assert(
    fc.property(anyList, anyList, fc.nat(), (list, rest, at) => {
      const chain = new ListChain();
      chain.hash(list, list.length);
      const keep = at % (list.length + 1);
      const other = [...list.slice(0, keep), ...rest];
      expect(chain.copyBefore(keep).hash(other, other.length)).toBe(hashBySpec(other));
      expect(chain.hash(list, list.length)).toBe(hashBySpec(list));
    }),
  );
});

test("a chain gives the hash of a shorter stretch of its list too", () => {
  fc.assert(
    fc.property(anyList, fc.nat(), (list, at) => {
      const chain = new ListChain();
      chain.hash(list, list.length);
      const length = at % (list.length + 1);
      expect(chain.hash(list, length)).toBe(hashBySpec(list.slice(0, length)));
    }),
  );
});
