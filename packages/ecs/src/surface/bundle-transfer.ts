import type { Entity } from "../entity/entity.ts";
import type {
  BundleSource,
  BundleTarget,
  ExportOptions,
  FileOptions,
  ImportOptions,
} from "./bundle-options.ts";

/** What a registry does with versions outside of its storage, in the format `minference-entity` (spec 2.7). */
export interface BundleTransfer {
  /**
   * Writes a stored entity with its whole tree to a stream as one JSON document; its changes since are left out.
   *
   * It goes as fast as the stream takes it, a page of versions at a time, and ends when the stream has taken all of
   * it. The hash of every version is checked. When the stream fails, its own error comes through.
   *
   * @throws {EntityNotFoundError} this version is not stored; nothing was written.
   * @throws {CorruptError} a version is missing, or is not what was written.
   */
  exportEntity(entity: Entity, stream: BundleTarget, options?: ExportOptions): Promise<void>;

  /**
   * Stores the versions of an exported document under their own ids, in one batch, and gives its root warm.
   *
   * What is stored already stays as it is, erased versions too, so importing twice changes nothing. The lineage of
   * the root gets `main` if it has none, and each other new head of it a named branch; no ref that exists is moved,
   * and no other lineage gets one. A parent may be absent. A document that is refused stores nothing.
   *
   * @throws {InvalidRequestError} it is no such document, or a parent is no older version of the same thing.
   * @throws {SchemaDriftError} it is of a newer format, or a version does not have the fields of its class.
   * @throws {CorruptError} a version is not what was exported: its hash differs, or it is marked as erased and is not.
   * @throws {EntityValidationError} a field holds what its declaration refuses.
   * @throws {TooLargeError} it is above the limit, of which no more was read, or has more than 16 Mi values.
   * @throws {TooDeepError} it is nested too deep.
   * @throws {UnknownTypeError} it holds a type that this registry does not know.
   * @throws {DanglingReferenceError} it holds a version that is neither in the document nor stored.
   * @throws {DuplicateIdError} an id is stored with other content.
   * @throws {ErasedContentError} it brings content back that was erased here and pruned since.
   * @throws {CommitUnknownError} stored or not; importing again settles it.
   */
  importEntity(stream: BundleSource, options?: ImportOptions): Promise<Entity>;

  /**
   * As {@link exportEntity}, to a file below `options.root`, in a folder that exists.
   *
   * The file is replaced whole and durably, or stays as it is. A process that is killed meanwhile may leave a file
   * `.minference-….tmp` beside it.
   *
   * @throws {UnsafePathError} the path leads out of `root`, by its words or a symbolic link, or is no usable name on
   *   some system; nothing was touched.
   * @throws {InvalidRequestError} `root` is no absolute path of a folder, or the file's folder is absent.
   * @throws {StorageFullError} the disk is full.
   * @throws {StorageUnavailableError} the file system refuses it.
   */
  exportToFile(entity: Entity, path: string, options: FileOptions & ExportOptions): Promise<void>;

  /**
   * As {@link importEntity}, from a file below `options.root`, whose size is looked at before it is read.
   *
   * @throws {UnsafePathError} the path leads out of `root`, or the file is a symbolic link.
   * @throws {InvalidRequestError} there is no such file.
   */
  importFromFile(path: string, options: FileOptions & ImportOptions): Promise<Entity>;
}
