import { expect, test } from "@jest/globals";
import { sha256, sha256Hex } from "./sha256.ts";

test("text is hashed as its UTF-8 bytes, in lower-case hex (FIPS 180-4)", () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  expect(sha256Hex("abc")).toBe(abc);
  expect(sha256Hex(Buffer.from("abc"))).toBe(abc);
  expect(sha256Hex("é")).toBe(sha256Hex(Buffer.from([0xc3, 0xa9])));
  expect(sha256(Buffer.from("abc")).toString("hex")).toBe(abc);
});
