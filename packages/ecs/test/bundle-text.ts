import type { Entity, EntityRegistry, ExportOptions, ImportOptions } from "@minference/ecs";
import { Readable, Writable } from "node:stream";

/** The document that a registry exports of an entity. */
export async function exportedText(
  registry: EntityRegistry,
  entity: Entity,
  options?: ExportOptions,
): Promise<string> {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await registry.exportEntity(entity, stream, options);
  return Buffer.concat(chunks).toString("utf8");
}

/** Imports a document that is given as text. */
export function importText(
  registry: EntityRegistry,
  text: string,
  options?: ImportOptions,
): Promise<Entity> {
  return registry.importEntity(Readable.from([Buffer.from(text)]), options);
}
