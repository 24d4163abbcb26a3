import type { EcsId } from "@minference/protocol";
import { cellOf, requireEntity, type Entity } from "../entity/entity.ts";
import { EntityNotFoundError } from "../errors/entity-not-found-error.ts";
import type {
  BundleSource,
  BundleTarget,
  ExportOptions,
  FileOptions,
  ImportOptions,
} from "../surface/bundle-options.ts";
import type { BundleTransfer } from "../surface/bundle-transfer.ts";
import { writeWhole } from "./atomic-file.ts";
import { usualMaxBytes } from "./bundle-format.ts";
import { fileBytes } from "./file-bytes.ts";
import { fileError } from "./file-error.ts";
import { importBundle, type Importing } from "./import-bundle.ts";
import { safePath } from "./safe-path.ts";
import { sendText } from "./send-text.ts";
import { storedVersions } from "./stored-versions.ts";
import { bundleText } from "./write-bundle.ts";

/** Exports and imports the versions of one registry. */
export class Bundles implements BundleTransfer {
  readonly #parts: Importing;

  constructor(parts: Importing) {
    this.#parts = parts;
  }

  async exportEntity(entity: Entity, stream: BundleTarget, options?: ExportOptions): Promise<void> {
    await sendText(await this.#text(entity, options), stream);
  }

  async importEntity(stream: BundleSource, options: ImportOptions = {}): Promise<Entity> {
    return importBundle(stream, options, this.#parts);
  }

  async exportToFile(
    entity: Entity,
    path: string,
    options: FileOptions & ExportOptions,
  ): Promise<void> {
    const file = await safePath(path, options.root);
    const text = await this.#text(entity, options);
    await writeWhole(file, text).catch((error: unknown) => {
      throw fileError(error, path);
    });
  }

  async importFromFile(path: string, options: FileOptions & ImportOptions): Promise<Entity> {
    const file = await safePath(path, options.root);
    return this.importEntity(fileBytes(file, options.maxBytes ?? usualMaxBytes), options);
  }

  /** The document of a stored version; what the object changed since is not in it. */
  async #text(entity: Entity, options: ExportOptions = {}): Promise<AsyncIterable<string>> {
    const { storage, context } = this.#parts;
    const { version } = cellOf(requireEntity(entity)).base ?? cellOf(entity);
    const root = version.ecsId;
    const isStored = (await storage.readSnapshots([root])).has(root);
    if (!isStored) throw new EntityNotFoundError({ entityType: entity.entityType, ecsId: root });
    const ids: readonly EcsId[] =
      options.versions === "lineage"
        ? (await storage.lineageRows(version.lineageId)).map(({ ecsId }) => ecsId)
        : [root];
    const exportedAt = new Date(context.clock.now());
    return bundleText({ exportedAt, root }, storedVersions(ids, storage));
  }
}
