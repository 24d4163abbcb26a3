import { trustEcsId, type EcsId } from "@minference/protocol";

/** Where the two digits of each byte stand in the text of a UUID. */
const digitPositions = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

/** Writes the 16 bytes of a UUID text into `target` at `offset`; twice as fast as a hex write of its parts. */
export function uuidBytes(uuid: string, target: Uint8Array, offset: number): void {
  let byte = offset;
  for (const position of digitPositions) {
    target[byte] = (digit(uuid, position) << 4) | digit(uuid, position + 1);
    byte += 1;
  }
}

/** The 16 bytes of a UUID text. */
export function uuidToBytes(uuid: string): Buffer {
  const bytes = Buffer.allocUnsafe(16);
  uuidBytes(uuid, bytes, 0);
  return bytes;
}

/** The UUID text of 32 hex digits. */
export function uuidFromHex(hex: string): EcsId {
  const text = hex.toLowerCase();
  return trustEcsId(
    `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`,
  );
}

/** Value of a lower-case hex digit: `0` is character 48, `a` is 97. */
function digit(text: string, position: number): number {
  const code = text.charCodeAt(position);
  return code < 97 ? code - 48 : code - 87;
}
