import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { below, both, either, sizeOf, without, type PositionRanges } from "./position-ranges.ts";

const positions = fc
  .uniqueArray(fc.nat(30))
  .map((found) => found.sort((one, other) => one - other));

function toRanges(found: readonly number[]): PositionRanges {
  const ranges: [number, number][] = [];
  for (const position of found) {
    const last = ranges.at(-1);
    if (last?.[1] === position) last[1] += 1;
    else ranges.push([position, position + 1]);
  }
  return ranges;
}

test("ranges of positions are the sets that they stand for", () => {
  fc.assert(
    fc.property(positions, positions, fc.nat(30), (one, other, bound) => {
      const [left, right] = [toRanges(one), toRanges(other)];
      const merged = [...new Set([...one, ...other])].sort((a, b) => a - b);
      expect(either(left, right)).toEqual(toRanges(merged));
      expect(without(left, right)).toEqual(toRanges(one.filter((each) => !other.includes(each))));
      expect(both(left, right)).toEqual(toRanges(one.filter((each) => other.includes(each))));
      expect(below(left, bound)).toEqual(toRanges(one.filter((each) => each < bound)));
      expect(sizeOf(left)).toBe(one.length);
    }),
  );
});
