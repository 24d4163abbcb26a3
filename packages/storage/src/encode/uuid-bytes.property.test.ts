import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { uuidBytes, uuidFromHex, uuidToBytes } from "./uuid-bytes.ts";

test("the bytes of a UUID are its hex digits, and give the UUID back", () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const bytes = uuidToBytes(uuid);
      expect(bytes.toString("hex")).toBe(uuid.replaceAll("-", ""));
      expect(uuidFromHex(bytes.toString("hex").toUpperCase())).toBe(uuid);
    }),
  );
});

test("the bytes are written at the offset and nowhere else", () => {
  const target = Buffer.alloc(20, 0xee);
  uuidBytes("00010203-0405-0607-0809-0a0b0c0d0e0f", target, 2);
  expect(target.toString("hex")).toBe("eeee000102030405060708090a0b0c0d0e0feeee");
});
