import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { nextUuidV7, randomIds } from "./id-source.ts";
import { isUuid } from "./ids.ts";

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const anyInstant = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test("an id is a UUIDv7 of its millisecond (RFC 9562 §5.7)", () => {
  fc.assert(
    fc.property(anyInstant, (now) => {
      const id = randomIds.mint(now);
      expect(id).toMatch(uuidV7);
      expect(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now);
    }),
  );
});

test("a time before 1970 and a fraction of a millisecond still give a UUIDv7", () => {
  for (const now of [-1, -1e15, 0.5, 1_755_520_000_000.9]) {
    expect(randomIds.mint(now)).toMatch(uuidV7);
  }
});

test("10,000 ids of one millisecond are different", () => {
  const ids = new Set(Array.from({ length: 10_000 }, () => randomIds.mint(1_755_520_000_000)));
  expect(ids.size).toBe(10_000);
});

test("ids rise on any clock, also one that stands still or is set back (S40)", () => {
  fc.assert(
    fc.property(fc.array(anyInstant, { minLength: 1, maxLength: 50 }), (instants) => {
      let last: string | null = null;
      for (const now of instants) {
        const id: string = nextUuidV7(randomIds, now, last);
        expect(id).toMatch(uuidV7);
        if (last !== null) expect(id > last).toBe(true);
        last = id;
      }
    }),
  );
});

test("5,000 ids rise within one millisecond, past every 12 bits that follow it (S40)", () => {
  let last = nextUuidV7(randomIds, 1_755_520_000_000, null);
  for (let count = 0; count < 5000; count += 1) {
    const next = nextUuidV7(randomIds, 1_755_520_000_000, last);
    expect(next > last).toBe(true);
    last = next;
  }
  expect(last).toMatch(uuidV7);
});

test.each([
  ["0198c0de-0000-7000-bfff-ffffffffffff", "0198c0de-0000-7001"],
  ["0198c0de-0000-7fff-8000-000000000000", "0198c0de-0001-7000"],
  ["0198c0de-ffff-7fff-8000-000000000000", "0198c0df-0000-7000"],
])("above %s comes %s when the clock is behind", (floor, start) => {
  const id = nextUuidV7(randomIds, 0, floor);
  expect(id.slice(0, 18)).toBe(start);
  expect(isUuid(id)).toBe(true);
});

test("a clock that is ahead of the floor is followed", () => {
  const id = nextUuidV7(randomIds, 0x0198c0deffff, "0198c0de-0000-7000-8000-000000000000");
  expect(id.startsWith("0198c0de-ffff-7")).toBe(true);
});
