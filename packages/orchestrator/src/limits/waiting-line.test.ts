import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { WaitingLine } from "./waiting-line.ts";

function served(line: WaitingLine<number>): readonly number[] {
  const items: number[] = [];
  for (let place = line.first(); place !== null; place = line.first()) {
    items.push(place.item);
    line.leave(place);
  }
  return items;
}

test("higher priorities come first, equal ones as they came", () => {
  const line = new WaitingLine<number>();
  for (const [item, priority] of [0, 5, 0, 9, 5].entries()) line.join(item, priority);
  expect(served(line)).toEqual([3, 1, 4, 0, 2]);
});

test("whoever joins and leaves, the line serves those who are left in the order of a stable sort", () => {
  const step = fc.record({ priority: fc.integer({ min: -2, max: 2 }), leaves: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const line = new WaitingLine<number>();
      const places = steps.map(({ priority }, index) => line.join(index, priority));
      for (const [index, place] of places.entries()) {
        if (steps[index]?.leaves === true) expect(line.leave(place)).toBe(true);
      }
      const left = places.filter((_place, index) => steps[index]?.leaves !== true);
      expect(line.length).toBe(left.length);
      const expected = left.toSorted((a, b) => b.priority - a.priority).map(({ item }) => item);
      expect(served(line)).toEqual(expected);
      expect(line.length).toBe(0);
    }),
  );
});

test("leaving twice counts once", () => {
  const line = new WaitingLine<string>();
  const place = line.join("a", 0);
  line.join("b", 0);
  expect([line.leave(place), line.leave(place), line.length]).toEqual([true, false, 1]);
});
