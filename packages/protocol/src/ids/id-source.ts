import { randomInt, randomUUID } from "node:crypto";

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
  let lastNow = -1;
  let count = 0;
  return {
    mint: (now) => {
      count = now === lastNow ? (count + 1) % countedPerMs : randomInt(countedPerMs / 4);
      lastNow = now;
      return withTime(now, count, randomUUID());
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

function withTime(now: number, count: number, random: string): string {
  const hex = Math.max(0, Math.floor(now)).toString(16).padStart(12, "0").slice(-12);
  const counted = count.toString(16).padStart(3, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${counted}${random.slice(18)}`;
}
