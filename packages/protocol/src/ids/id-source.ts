import { randomInt } from "node:crypto";
import { RandomBytes } from "./random-bytes.ts";

/** Where version and batch ids come from; passed in wherever chance must be replaced. */
export interface IdSource {
  /** A new UUIDv7 (RFC 9562 §5.7) for the instant `now` (epoch ms), in lower case. */
  mint(now: number): string;
}

/** Ids of one millisecond that are told apart by counting: those of the 12 bits after the time. */
const countedPerMs = 4096;

/**
 * A source of UUIDv7s whose ids of one millisecond rise in the order of minting (RFC 9562 §6.2, method 1: the
 * 12 bits after the time count on from a random start; all others are random).
 */
export function createIds(): IdSource {
  // digits are written into the bytes of one text: joining strings would keep their parts alive
  const text = Buffer.from("00000000-0000-7000-8000-000000000000", "latin1");
  const chance = new RandomBytes();
  let lastNow = -1;
  let count = 0;
  return {
    mint: (now) => {
      count = now === lastNow ? (count + 1) % countedPerMs : randomInt(countedPerMs / 4);
      if (now !== lastNow) writeTime(text, now);
      lastNow = now;
      writeCount(text, count);
      writeRandom(text, chance);
      return text.toString("latin1");
    },
  };
}

/** The ids of this process. Its one memory is the count within the present millisecond. */
export const randomIds: IdSource = createIds();

/**
 * A UUIDv7 made by `ids` that is greater than `floor`, whatever the clock says.
 *
 * When the clock gives nothing greater, the 60 bits after `floor`'s are counted up by one: its time and
 * the 12 bits behind it (RFC 9562 §6.2, method 1), the random rest is fresh.
 */
export function nextUuidV7(ids: IdSource, now: number, floor: string | null): string {
  const id = ids.mint(now);
  if (floor === null || id > floor) return id;
  const counted = BigInt(`0x${floor.slice(0, 8)}${floor.slice(9, 13)}${floor.slice(15, 18)}`) + 1n;
  const hex = counted.toString(16).padStart(15, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(12, 15)}${id.slice(18)}`;
}

/** Where the digits of the time stand in a UUIDv7, and those of its last 8 bytes. */
const timePlaces = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12] as const;
const randomPlaces = [19, 21, 24, 26, 28, 30, 32, 34] as const;

function writeTime(text: Buffer, now: number): void {
  const digits = Math.max(0, Math.floor(now)).toString(16).padStart(12, "0").slice(-12);
  for (const [index, place] of timePlaces.entries()) text[place] = digits.charCodeAt(index);
}

function writeCount(text: Buffer, count: number): void {
  text[15] = hexDigit(count >> 8);
  text[16] = hexDigit((count >> 4) & 15);
  text[17] = hexDigit(count & 15);
}

function writeRandom(text: Buffer, chance: RandomBytes): void {
  for (const place of randomPlaces) {
    const byte = chance.next();
    text[place] = hexDigit(byte >> 4);
    text[place + 1] = hexDigit(byte & 15);
  }
  // the variant of RFC 9562 §4.1: binary 10, then 2 random bits
  text[19] = hexDigit(8 | (chance.next() & 3));
}

/** The character code of one hex digit: `0` is 48, `a` is 97. */
function hexDigit(value: number): number {
  return value < 10 ? 48 + value : 87 + value;
}
