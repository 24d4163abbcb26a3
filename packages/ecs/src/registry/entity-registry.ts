import {
  InvalidRequestError,
  parseEcsId,
  randomIds,
  silentLogger,
  type EcsId,
  type LineageId,
  type Logger,
} from "@minference/protocol";
import type {
  EntitySnapshot,
  EntityStorage,
  RefLogEntry,
  RefTip,
  StorageStatus,
} from "@minference/storage";
import { collect, hasChanged } from "../change/collect.ts";
import type { EntityDiff } from "../change/diff.ts";
import { nextVersion, VersionIds } from "../change/fork.ts";
import { ownDiff } from "../change/own-diff.ts";
import { cellOf, entityOf, requireEntity, type Entity } from "../entity/entity.ts";
import { EntityNotFoundError } from "../errors/entity-not-found-error.ts";
import type { Cell } from "../graph/cell.ts";
import type { Lineage } from "../lineage/lineage.ts";
import { isEntityClass } from "../shape/definition-of.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import { receiptOf } from "./acknowledge.ts";
import { authorOf, commitOptions } from "./commit-options.ts";
import { Commits, type Committed } from "./commits.ts";
import { EntityReader } from "./entity-reader.ts";
import { LineageReader } from "./lineage-reader.ts";
import type { ListOptions } from "./list-by-type.ts";
import type { Receipt, RegisterOptions } from "./register-options.ts";
import type { RegistryOptions } from "./registry-options.ts";
import { refChange, type RefTarget } from "./ref-change.ts";
import type { SetRefOptions } from "./set-ref-options.ts";
import { tell } from "./tell.ts";
import { TypeTable } from "./type-table.ts";

/**
 * The versioned entities of one storage. It is an object: several live side by side and never meet.
 *
 * Unless an operation says otherwise it throws what its storage throws.
 */
export class EntityRegistry {
  readonly #storage: EntityStorage;
  readonly #options: RegistryOptions;
  readonly #context: EntityContext;
  readonly #logger: Logger;
  readonly #types = new TypeTable();
  readonly #ids: VersionIds;
  readonly #commits: Commits;
  readonly #reader: EntityReader;
  readonly #lineages: LineageReader;
  readonly #receipts = new WeakMap<Cell, Receipt>();

  /** @throws {DuplicateTypeError} two of `types` have one name. */
  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#storage = options.storage;
    this.#context = { clock: options.clock ?? Date, ids: options.ids ?? randomIds };
    this.#logger = options.logger ?? silentLogger;
    this.#ids = new VersionIds(this.#context);
    const parts = { storage: options.storage, context: this.#context, owner: this };
    this.#lineages = new LineageReader(options.storage);
    this.#reader = new EntityReader({ ...parts, types: this.#types });
    const onCommitted = this.#committed.bind(this);
    this.#commits = new Commits({ ...parts, ids: this.#ids, onCommitted });
    for (const type of options.types ?? []) this.#types.add(type, "in the registry's types");
  }

  /**
   * Stores what changed under `root` since its last version, in one transaction.
   *
   * The first call stores the whole tree; later calls fork each changed entity and its ancestors and store
   * only those. Nothing changed: nothing is written, `root.ecsId` stays. `root` is the same object afterwards.
   * One write of O(changed + ancestors) snapshots, however large the tree. `receipt(root)` says what was stored.
   *
   * @throws {VersionConflictError} `expectHead` was asked for and the ref moved; nothing is stored, `root` is as before.
   * @throws {CommitUnknownError} stored or not; calling again settles it (L4: commits are idempotent).
   * @throws {ForeignEntityError} `root`, or something that it reaches, belongs to another registry.
   * @throws {EntityValidationError} a rule over several fields is broken.
   */
  async register<E extends Entity>(root: E, options: RegisterOptions = {}): Promise<E> {
    await this.registerAll([root], options);
    return root;
  }

  /** Stores what changed under several roots, in one transaction; otherwise as {@link register}. */
  async registerAll<E extends Entity>(
    roots: readonly E[],
    options: RegisterOptions = {},
  ): Promise<readonly E[]> {
    for (const root of roots) this.#meet(root);
    await this.#commits.commit(
      [...new Set(roots.map(cellOf))],
      commitOptions(options, this.#options),
    );
    return roots;
  }

  /** The last batch of a root, without I/O; null when this registry has stored none. */
  receipt(root: Entity): Receipt | null {
    return this.#receipts.get(cellOf(root)) ?? null;
  }

  /** Sends every batch again of which nobody knows whether it was stored, and waits for those under way. */
  async settle(): Promise<void> {
    await this.#commits.settle();
  }

  /** A warm copy of exactly that version, whole tree; null when it is absent or of another type. */
  async get<E extends Entity>(type: EntityClass<E>, id: EcsId): Promise<E | null> {
    const [entity] = await this.getMany(type, [id]);
    return entity ?? null;
  }

  /** As {@link get}. @throws {EntityNotFoundError} it is absent or of another type. */
  async getOrThrow<E extends Entity>(type: EntityClass<E>, id: EcsId): Promise<E> {
    const entity = await this.get(type, id);
    if (entity !== null) return entity;
    throw new EntityNotFoundError({ entityType: type.entityType, ecsId: id });
  }

  /** Warm copies in the order of `ids`, null for a missing one; round trips do not grow with `ids`. */
  async getMany<E extends Entity>(
    type: EntityClass<E>,
    ids: readonly EcsId[],
  ): Promise<readonly (E | null)[]> {
    return this.#reader.getMany(type, ids);
  }

  /** A warm copy of the version that a named ref points to; null when there is no such ref. */
  async head<E extends Entity>(
    type: EntityClass<E>,
    lineageId: LineageId,
    ref = "main",
  ): Promise<E | null> {
    return this.#reader.head(type, lineageId, ref);
  }

  /** Warm copies of the versions of a type and its subclasses, newest first, a page at a time. */
  async listByType<E extends Entity>(
    type: EntityClass<E>,
    options: ListOptions<E> = {},
  ): Promise<readonly E[]> {
    return this.#reader.listByType(type, options);
  }

  /** The frozen plain data of one version, or null; no entity is built, its type need not be known. */
  async getColdSnapshot(id: EcsId): Promise<EntitySnapshot | null> {
    return (await this.getColdSnapshots([id])).get(id) ?? null;
  }

  /** The frozen plain data of these versions, by id; absent ones are left out. */
  async getColdSnapshots(ids: readonly EcsId[]): Promise<ReadonlyMap<EcsId, EntitySnapshot>> {
    return this.#storage.readSnapshots(ids.filter((id) => parseEcsId(id) !== null));
  }

  /** True when this version is stored; its tree is not loaded. */
  async hasEntity(id: EcsId): Promise<boolean> {
    return (await this.getColdSnapshot(id)) !== null;
  }

  /** True when an entity or anything below it differs from what was stored; no I/O. */
  isModified(entity: Entity): boolean {
    return hasChanged(cellOf(entity));
  }

  /**
   * What a register would store, without I/O: each changed entity with the fields that differ, each ancestor of
   * one with none, and each entity that was never stored with all of its fields.
   */
  modifications(entity: Entity): ReadonlyMap<Entity, EntityDiff> {
    const { changed } = collect([cellOf(entity)]);
    return new Map([...changed].map((cell) => [entityOf(cell), ownDiff(cell)]));
  }

  /**
   * Gives each changed entity and each of its ancestors below `root` a new id, without storing; what is never
   * stored keeps its id. The next register stores them under these ids.
   */
  fork<E extends Entity>(root: E): E {
    this.#meet(root);
    for (const cell of [...collect([cellOf(root)]).changed].reverse()) {
      if (!this.#commits.isPending(cell)) cell.version = nextVersion(cell, this.#ids);
    }
    return root;
  }

  /** The fields that differ between two stored versions. @throws {EntityNotFoundError} one is absent. */
  async diff(before: EcsId, after: EcsId): Promise<EntityDiff> {
    return this.#lineages.diff(before, after);
  }

  /** The tree of all versions of one thing; empty for an unknown lineage. Reads each version's own state. */
  async lineage(lineageId: LineageId): Promise<Lineage> {
    return this.#lineages.lineage(lineageId);
  }

  /** Ids of all versions, a parent always before its child; only ids and parents are read. */
  async getLineageIds(lineageId: LineageId): Promise<readonly EcsId[]> {
    return this.#lineages.ids(lineageId);
  }

  /** Versions without children. */
  async getHeads(lineageId: LineageId): Promise<readonly EcsId[]> {
    return this.#lineages.heads(lineageId);
  }

  /** From the parent of a version to the first one. */
  async getAncestorIds(id: EcsId): Promise<readonly EcsId[]> {
    return this.#lineages.ancestors(id);
  }

  /** Every version that descends from one. */
  async getDescendantIds(id: EcsId): Promise<readonly EcsId[]> {
    return this.#lineages.descendants(id);
  }

  /** The refs of a lineage as they stand now. */
  async refs(lineageId: LineageId): Promise<readonly RefTip[]> {
    return this.#storage.refs([lineageId]);
  }

  /** Every move of a ref, oldest first. */
  async refLog(lineageId: LineageId, name: string): Promise<readonly RefLogEntry[]> {
    return this.#storage.refLog(lineageId, name);
  }

  /**
   * Points a ref to a stored version of its lineage.
   *
   * @throws {VersionConflictError} `expect` is given and the tip is another one.
   * @throws {DanglingReferenceError} the version is not stored in this lineage.
   */
  // eslint-disable-next-line @typescript-eslint/max-params -- the signature is that of spec V40
  async setRef(
    lineageId: LineageId,
    name: string,
    to: EcsId,
    options: SetRefOptions = {},
  ): Promise<void> {
    await this.#changeRef({ lineageId, name, to }, options);
  }

  /** Deletes a ref; its log stays. @throws {InvalidRequestError} it is `main`. */
  async deleteRef(lineageId: LineageId, name: string, options: SetRefOptions = {}): Promise<void> {
    await this.#changeRef({ lineageId, name, to: null }, options);
  }

  /** Counts over everything in the storage. */
  async status(): Promise<StorageStatus> {
    return this.#storage.status();
  }

  /** Deletes everything in the storage. */
  async clear(consent: { readonly confirm: true }): Promise<void> {
    // a caller without types can leave it out
    if (!Object.is(consent.confirm, true)) {
      throw new InvalidRequestError({
        problem: "clear deletes every version in the storage and was not confirmed",
        remedy: "Call clear({ confirm: true })",
      });
    }
    await this.#storage.clear();
  }

  /** Settles what is under way or unknown. The storage stays open: it belongs to whoever opened it. */
  async close(): Promise<void> {
    await this.settle();
  }

  #meet(root: Entity): void {
    const type = requireEntity(root).constructor;
    if (isEntityClass(type)) this.#types.add(type, "in register");
  }

  #changeRef(ref: RefTarget, options: SetRefOptions): Promise<void> {
    const author = authorOf(options, this.#options);
    return this.#storage.setRef(refChange(ref, { ...options, ...author }, this.#context));
  }

  #committed(committed: Committed): void {
    const { frozen, receipt } = committed;
    for (const root of frozen.roots) {
      if (frozen.next.some(({ cell }) => cell === root)) {
        this.#receipts.set(root, receiptOf(root, frozen, receipt));
      }
    }
    tell(committed, this.#options.onEvent ?? null, this.#logger);
  }
}
