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
import { receiptOf } from "../commit/acknowledge.ts";
import { authorOf, commitOptions } from "../commit/commit-options.ts";
import { Commits, type Committed } from "../commit/commits.ts";
import { EntityReader } from "./entity-reader.ts";
import { LineageReader } from "./lineage-reader.ts";
import type { ListOptions } from "../surface/list-options.ts";
import type { Receipt, RegisterOptions } from "../surface/register-options.ts";
import type { RegistryOptions } from "./registry-options.ts";
import { refChange, type RefTarget } from "./ref-change.ts";
import type { SetRefOptions } from "../surface/set-ref-options.ts";
import type { LineageReading } from "../surface/lineage-reading.ts";
import type { VersionReading } from "../surface/version-reading.ts";
import type { VersionWriting } from "../surface/version-writing.ts";
import { tell } from "./tell.ts";
import { TypeTable } from "../load/type-table.ts";

/**
 * The versioned entities of one storage. It is an object: several live side by side and never meet.
 *
 * What its operations do and throw is said in the interfaces of `surface/`; besides, each throws what its storage
 * throws.
 */
export class EntityRegistry implements VersionWriting, VersionReading, LineageReading {
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

  async register<E extends Entity>(root: E, options: RegisterOptions = {}): Promise<E> {
    await this.registerAll([root], options);
    return root;
  }

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

  receipt(root: Entity): Receipt | null {
    return this.#receipts.get(cellOf(root)) ?? null;
  }

  async settle(): Promise<void> {
    await this.#commits.settle();
  }

  async get<E extends Entity>(type: EntityClass<E>, id: EcsId): Promise<E | null> {
    const [entity] = await this.getMany(type, [id]);
    return entity ?? null;
  }

  async getOrThrow<E extends Entity>(type: EntityClass<E>, id: EcsId): Promise<E> {
    const entity = await this.get(type, id);
    if (entity !== null) return entity;
    throw new EntityNotFoundError({ entityType: type.entityType, ecsId: id });
  }

  async getMany<E extends Entity>(
    type: EntityClass<E>,
    ids: readonly EcsId[],
  ): Promise<readonly (E | null)[]> {
    return this.#reader.getMany(type, ids);
  }

  async head<E extends Entity>(
    type: EntityClass<E>,
    lineageId: LineageId,
    ref = "main",
  ): Promise<E | null> {
    return this.#reader.head(type, lineageId, ref);
  }

  async listByType<E extends Entity>(
    type: EntityClass<E>,
    options: ListOptions<E> = {},
  ): Promise<readonly E[]> {
    return this.#reader.listByType(type, options);
  }

  async getColdSnapshot(id: EcsId): Promise<EntitySnapshot | null> {
    return (await this.getColdSnapshots([id])).get(id) ?? null;
  }

  async getColdSnapshots(ids: readonly EcsId[]): Promise<ReadonlyMap<EcsId, EntitySnapshot>> {
    return this.#storage.readSnapshots(ids.filter((id) => parseEcsId(id) !== null));
  }

  async hasEntity(id: EcsId): Promise<boolean> {
    return (await this.getColdSnapshot(id)) !== null;
  }

  isModified(entity: Entity): boolean {
    return hasChanged(cellOf(entity));
  }

  modifications(entity: Entity): ReadonlyMap<Entity, EntityDiff> {
    const { changed } = collect([cellOf(entity)]);
    return new Map([...changed].map((cell) => [entityOf(cell), ownDiff(cell)]));
  }

  fork<E extends Entity>(root: E): E {
    this.#meet(root);
    for (const cell of [...collect([cellOf(root)]).changed].reverse()) {
      if (!this.#commits.isPending(cell)) cell.version = nextVersion(cell, this.#ids);
    }
    return root;
  }

  async diff(before: EcsId, after: EcsId): Promise<EntityDiff> {
    return this.#lineages.diff(before, after);
  }

  async lineage(lineageId: LineageId): Promise<Lineage> {
    return this.#lineages.lineage(lineageId);
  }

  async getLineageIds(lineageId: LineageId): Promise<readonly EcsId[]> {
    return this.#lineages.ids(lineageId);
  }

  async getHeads(lineageId: LineageId): Promise<readonly EcsId[]> {
    return this.#lineages.heads(lineageId);
  }

  async getAncestorIds(id: EcsId): Promise<readonly EcsId[]> {
    return this.#lineages.ancestors(id);
  }

  async getDescendantIds(id: EcsId): Promise<readonly EcsId[]> {
    return this.#lineages.descendants(id);
  }

  async refs(lineageId: LineageId): Promise<readonly RefTip[]> {
    return this.#storage.refs([lineageId]);
  }

  async refLog(lineageId: LineageId, name: string): Promise<readonly RefLogEntry[]> {
    return this.#storage.refLog(lineageId, name);
  }

  // eslint-disable-next-line @typescript-eslint/max-params -- the signature is that of spec V40
  async setRef(
    lineageId: LineageId,
    name: string,
    to: EcsId,
    options: SetRefOptions = {},
  ): Promise<void> {
    await this.#changeRef({ lineageId, name, to }, options);
  }

  async deleteRef(lineageId: LineageId, name: string, options: SetRefOptions = {}): Promise<void> {
    await this.#changeRef({ lineageId, name, to: null }, options);
  }

  async status(): Promise<StorageStatus> {
    return this.#storage.status();
  }

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
