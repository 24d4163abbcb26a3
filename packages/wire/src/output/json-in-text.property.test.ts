import { expect, test } from "@jest/globals";
import { isJsonObject } from "@minference/protocol";
import fc from "fast-check";
import { storableJson } from "../json/exact-json.ts";
import { jsonInText } from "./json-in-text.ts";

const anObject = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value));
/** Text without what could begin JSON or a fence. */
const prose = fc.string().map((text) => text.replaceAll(/[{}[\]`"\d]|true|false|null/g, "."));
const fence = fc.constantFrom("```", "```json\n", "```JSON ");

test("an object is found whole whatever prose or fence is around it", () => {
  const around = fc.tuple(prose, fc.option(fence), anObject, prose);
  fc.assert(
    fc.property(around, ([before, open, json, after]) => {
      const alone = jsonInText(json, null);
      const text = open === null ? `${before} ${json} ${after}` : `${before}${open}${json}\`\`\``;
      expect(jsonInText(text, null)).toEqual(alone);
      if (alone !== null) expect(alone).toEqual(storableJson(json));
    }),
  );
});

test("a text cut off within its object never gives a part of it", () => {
  const cut = fc.tuple(anObject, fc.nat()).map(([json, at]) => json.slice(0, at % json.length));
  fc.assert(
    fc.property(cut, (text) => {
      expect(jsonInText(text, null)).toBeNull();
    }),
  );
});

test("whatever the text, what comes is null or an object", () => {
  const any = fc.oneof(
    fc.string(),
    fc.string({ unit: fc.constantFrom("{", "}", "[", "]", '"', "\\", "`", "1", ",", ":", " ") }),
  );
  fc.assert(
    fc.property(any, fc.option(fc.string()), (text, prefill) => {
      const found = jsonInText(text, prefill);
      expect(found === null || isJsonObject(found)).toBe(true);
    }),
  );
});
