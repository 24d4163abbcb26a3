import { describe, expect, test } from "@jest/globals";
import {
  isUuid,
  lineageOf,
  mintLiveId,
  parseBatchId,
  parseContentHash,
  parseEcsId,
  parseLineageId,
  parseListHash,
  shortId,
  trustEcsId,
} from "./ids.ts";

const uuid = "0198c0de-0000-7000-8000-00000000abcd";
const hash = "0123456789abcdef".repeat(4);

const noIds = [
  "",
  uuid.slice(1),
  `${uuid}0`,
  `${uuid}\n`,
  ` ${uuid}`,
  uuid.replaceAll("-", ""),
  uuid.replace("a", "g"),
  `{${uuid}}`,
  `${uuid}' or '1'='1`,
  hash,
];

describe("an id of a version, lineage or batch", () => {
  const parsers = { parseEcsId, parseLineageId, parseBatchId };
  test.each(Object.entries(parsers))("is read from a UUID in any case (%s)", (_name, parse) => {
    expect(parse(uuid)).toBe(uuid);
    expect(parse(uuid.toUpperCase())).toBe(uuid);
  });
  test.each(Object.entries(parsers))("is read from nothing else (%s)", (_name, parse) => {
    for (const text of noIds) expect(parse(text)).toBeNull();
  });
});

describe("a hash", () => {
  const parsers = { parseContentHash, parseListHash };
  test.each(Object.entries(parsers))(
    "is read from 64 hex digits in any case (%s)",
    (_name, parse) => {
      expect(parse(hash)).toBe(hash);
      expect(parse(hash.toUpperCase())).toBe(hash);
      for (const text of ["", uuid, hash.slice(1), `${hash}\n`, hash.replace("a", "g")]) {
        expect(parse(text)).toBeNull();
      }
    },
  );
});

test("only lower case with dashes is the written form of an id", () => {
  expect(isUuid(uuid)).toBe(true);
  for (const text of [...noIds, uuid.toUpperCase()]) expect(isUuid(text)).toBe(false);
});

test("a lineage is named by its first version", () => {
  expect(lineageOf(trustEcsId(uuid))).toBe(uuid);
});

test("prose names an id by its last 8 digits", () => {
  expect(shortId(uuid)).toBe("0000abcd");
});

test("each object in memory has another id", () => {
  const ids = Array.from({ length: 1000 }, mintLiveId);
  expect(ids.every(isUuid)).toBe(true);
  expect(new Set(ids).size).toBe(1000);
});
