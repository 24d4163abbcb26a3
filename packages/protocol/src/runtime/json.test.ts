import { expect, test } from "@jest/globals";
import { isJsonObject } from "./json.ts";

test("a JSON object is no array, no scalar, not null and not nothing", () => {
  expect(isJsonObject({})).toBe(true);
  for (const value of [[], "text", 1, true, null, undefined])
    expect(isJsonObject(value)).toBe(false);
});
