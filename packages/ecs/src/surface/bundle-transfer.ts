import type { Entity } from "../entity/entity.ts";
import type {
  BundleSource,
  BundleTarget,
  ExportOptions,
  FileOptions,
  ImportOptions,
} from "./bundle-options.ts";

/** What a registry does with versions outside of its storage, in the format `minference-entity`. */
export interface BundleTransfer {
  /**
   * Writes a stored entity with its whole tree to a stream as one JSON document; its changes since are left out.
   *
   * @throws {EntityNotFoundError} this version is not stored.
   */
  exportEntity(entity: Entity, stream: BundleTarget, options?: ExportOptions): Promise<void>;

  /**
   * Stores the versions of an exported document under their own ids, and gives its root warm. What is stored
   * already stays as it is, so importing twice changes nothing.
   *
   * @throws {CorruptError} a version is not what was exported: its hash differs.
   * @throws {SchemaDriftError} the document is of a newer format, or a version does not fit its class.
   * @throws {TooLargeError} the document is above the limit; no more than the limit was read.
   * @throws {TooDeepError} the document is nested too deep.
   * @throws {UnknownTypeError} it holds a type that this registry does not know.
   * @throws {DuplicateIdError} an id is stored with other content.
   */
  importEntity(stream: BundleSource, options?: ImportOptions): Promise<Entity>;

  /**
   * As {@link exportEntity}, to a file below `options.root`: whole, or not at all.
   *
   * @throws {UnsafePathError} the path leads out of `root`; nothing was touched.
   */
  exportToFile(entity: Entity, path: string, options: FileOptions & ExportOptions): Promise<void>;

  /** As {@link importEntity}, from a file below `options.root`. @throws {UnsafePathError} the path leads out of it. */
  importFromFile(path: string, options: FileOptions & ImportOptions): Promise<Entity>;
}
