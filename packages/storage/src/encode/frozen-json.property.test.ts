import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { isMinferenceError } from "@minference/protocol";
import { frozenJson } from "./frozen-json.ts";

test("every JSON text is taken, and its copy has the same text", () => {
  fc.assert(
    fc.property(fc.json({ stringUnit: "binary" }), (text) => {
      const value: unknown = JSON.parse(text);
      // JSON keeps no minus zero, so text is compared with text
      expect(JSON.stringify(frozenJson(value, "value"))).toBe(JSON.stringify(value));
    }),
  );
});

test("any value at all is copied exactly, or refused with an error of ours", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
    withNullPrototype: true,
    withObjectString: true,
    withBoxedValues: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      try {
        const copy = frozenJson(value, "value");
        expect(JSON.parse(JSON.stringify(value))).toEqual(copy);
      } catch (error) {
        if (!isMinferenceError(error)) throw error;
        expect(error.kind).toBe("unserialisable");
      }
    }),
    { numRuns: 500 },
  );
});
