import { trustEcsId, type EcsId } from "@minference/protocol";

/** Writes the 16 bytes of a UUID text into `target` at `offset`. */
export function uuidBytes(uuid: string, target: Buffer, offset: number): void {
  target.write(uuid.slice(0, 8), offset, "hex");
  target.write(uuid.slice(9, 13), offset + 4, "hex");
  target.write(uuid.slice(14, 18), offset + 6, "hex");
  target.write(uuid.slice(19, 23), offset + 8, "hex");
  target.write(uuid.slice(24, 36), offset + 10, "hex");
}

/** The 16 bytes of a UUID text. */
export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll("-", ""), "hex");
}

/** The UUID text of 32 hex digits. */
export function uuidFromHex(hex: string): EcsId {
  const text = hex.toLowerCase();
  return trustEcsId(
    `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`,
  );
}
