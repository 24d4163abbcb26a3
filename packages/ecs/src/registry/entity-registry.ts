import {
  parseEcsId,
  randomIds,
  silentLogger,
  type EcsId,
  type LineageId,
  type Logger,
} from "@minference/protocol";
import type { EntitySnapshot, EntityStorage } from "@minference/storage";
import { hasChanged } from "../change/collect.ts";
import type { EntityDiff } from "../change/diff.ts";
import { VersionIds } from "../change/fork.ts";
import { cellOf, requireEntity, type Entity } from "../entity/entity.ts";
import { EntityNotFoundError } from "../errors/entity-not-found-error.ts";
import type { Lineage } from "../lineage/lineage.ts";
import { isEntityClass } from "../shape/definition-of.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import { authorOf, commitOptions } from "../commit/commit-options.ts";
import { Commits, type Committed } from "../commit/commits.ts";
import { EntityReader } from "./entity-reader.ts";
import { forkChanged } from "./fork-changed.ts";
import { LineageReader } from "./lineage-reader.ts";
import type { ListOptions } from "../surface/list-options.ts";
import type { Modifications } from "../surface/modifications.ts";
import type { PruneOptions } from "../surface/prune-options.ts";
import type { Receipt, RegisterOptions } from "../surface/register-options.ts";
import type { RegistryOptions } from "./registry-options.ts";
import { ModifiedEntities } from "./modified-entities.ts";
import { Receipts } from "./receipts.ts";
import { RefChanges } from "./ref-changes.ts";
import type { SetRefOptions } from "../surface/set-ref-options.ts";
import { Bundles } from "../bundle/bundles.ts";
import type { BundleTransfer } from "../surface/bundle-transfer.ts";
import type { LineageReading } from "../surface/lineage-reading.ts";
import type { Upkeep } from "../surface/upkeep.ts";
import type { VersionReading } from "../surface/version-reading.ts";
import type { VersionWriting } from "../surface/version-writing.ts";
import { tell, type StoredBatch } from "./tell.ts";
import type { TracedOptions, TraceSeverity } from "../surface/trace-severity.ts";
import type { TracedFunction, Tracing } from "../surface/tracing.ts";
import { Tracer } from "../tracing/tracer.ts";
import { StorageUpkeep } from "../upkeep/storage-upkeep.ts";
import { frozenSnapshot } from "../load/frozen-snapshot.ts";
import { TypeTable } from "../load/type-table.ts";

/**
 * The versioned entities of one storage. It is an object: several live side by side and never meet.
 *
 * What its operations do and throw is said in the interfaces of `surface/`; besides, each throws what its storage
 * throws.
 */
export class EntityRegistry
  implements VersionWriting, VersionReading, LineageReading, Tracing, BundleTransfer, Upkeep
{
  readonly #storage: EntityStorage;
  readonly #options: RegistryOptions;
  readonly #context: EntityContext;
  readonly #logger: Logger;
  readonly #types = new TypeTable();
  readonly #ids: VersionIds;
  readonly #commits: Commits;
  readonly #reader: EntityReader;
  readonly #lineages: LineageReader;
  readonly #refChanges: RefChanges;
  readonly #tracer: Tracer;
  readonly #upkeep: StorageUpkeep;
  readonly #bundles: Bundles;
  readonly #receipts = new Receipts();

  /** @throws {DuplicateTypeError} two of `types` have one name. */
  constructor(options: RegistryOptions) {
    this.#options = options;
    this.#storage = options.storage;
    this.#context = { clock: options.clock ?? Date, ids: options.ids ?? randomIds };
    this.#logger = options.logger ?? silentLogger;
    this.#ids = new VersionIds(this.#context);
    const parts = { storage: options.storage, context: this.#context, owner: this };
    this.#lineages = new LineageReader(options.storage);
    this.#refChanges = new RefChanges({ ...parts, author: options });
    this.#reader = new EntityReader({ ...parts, types: this.#types });
    const onCommitted = this.#committed.bind(this);
    this.#commits = new Commits({ ...parts, ids: this.#ids, onCommitted });
    const author = authorOf(options, {});
    const onImported = this.#tell.bind(this);
    this.#bundles = new Bundles({ ...parts, types: this.#types, author, onCommitted: onImported });
    this.#tracer = new Tracer({
      context: this.#context,
      logger: this.#logger,
      runId: options.runId ?? null,
      level: options.traceSeverity ?? "normal",
      commit: this.#commit.bind(this),
    });
    this.#upkeep = new StorageUpkeep({ ...parts, types: this.#types, actor: author.actor });
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
    await this.#commit(roots, options);
    return roots;
  }

  receipt(root: Entity): Receipt | null {
    return this.#receipts.of(cellOf(root));
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
    const found = await this.#storage.readSnapshots(ids.filter((id) => parseEcsId(id) !== null));
    return new Map([...found].map(([id, snapshot]) => [id, frozenSnapshot(snapshot)]));
  }

  async hasEntity(id: EcsId): Promise<boolean> {
    return (await this.getColdSnapshot(id)) !== null;
  }

  isModified(entity: Entity): boolean {
    return hasChanged(cellOf(entity));
  }

  modifications(entity: Entity): Modifications {
    return new ModifiedEntities(entity);
  }

  fork<E extends Entity>(root: E): E {
    this.#meet(root);
    forkChanged(cellOf(root), this.#ids, this.#commits);
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

  async refs(lineageId: LineageId): ReturnType<LineageReading["refs"]> {
    return this.#storage.refs([lineageId]);
  }

  async refLog(lineageId: LineageId, name: string): ReturnType<LineageReading["refLog"]> {
    return this.#storage.refLog(lineageId, name);
  }

  async setRef(...given: Parameters<LineageReading["setRef"]>): Promise<void> {
    const [lineageId, name, to, options = {}] = given;
    await this.#refChanges.change({ lineageId, name, to }, options);
  }

  async deleteRef(lineageId: LineageId, name: string, options: SetRefOptions = {}): Promise<void> {
    await this.#refChanges.change({ lineageId, name, to: null }, options);
  }

  traced<This, Parameters extends unknown[], Result>(
    fn: (this: This, ...parameters: Parameters) => Result,
    options: TracedOptions = {},
  ): TracedFunction<This, Parameters, Result> {
    return this.#tracer.traced(fn, options);
  }

  get traceSeverity(): TraceSeverity {
    return this.#tracer.traceSeverity;
  }

  setTraceSeverity(level: TraceSeverity, options?: { readonly name: string }): void {
    this.#tracer.setTraceSeverity(level, options);
  }

  async exportEntity(...given: Parameters<BundleTransfer["exportEntity"]>): Promise<void> {
    await this.#bundles.exportEntity(...given);
  }

  async importEntity(...given: Parameters<BundleTransfer["importEntity"]>): Promise<Entity> {
    return this.#bundles.importEntity(...given);
  }

  async exportToFile(...given: Parameters<BundleTransfer["exportToFile"]>): Promise<void> {
    await this.#bundles.exportToFile(...given);
  }

  async importFromFile(...given: Parameters<BundleTransfer["importFromFile"]>): Promise<Entity> {
    return this.#bundles.importFromFile(...given);
  }

  async status(): ReturnType<Upkeep["status"]> {
    return this.#upkeep.status();
  }

  async verify(): ReturnType<Upkeep["verify"]> {
    return this.#upkeep.verify();
  }

  async prune(options: PruneOptions = {}): ReturnType<Upkeep["prune"]> {
    return this.#upkeep.prune(options);
  }

  async erase(...given: Parameters<Upkeep["erase"]>): ReturnType<Upkeep["erase"]> {
    return this.#upkeep.erase(...given);
  }

  async erasures(lineageId: LineageId): ReturnType<Upkeep["erasures"]> {
    return this.#upkeep.erasures(lineageId);
  }

  async clear(consent: { readonly confirm: true }): Promise<void> {
    await this.#upkeep.clear(consent);
  }

  async close(): Promise<void> {
    await this.settle();
  }

  async #commit(roots: readonly Entity[], options: RegisterOptions): Promise<Committed | null> {
    for (const root of roots) this.#meet(root);
    const cells = [...new Set(roots.map(cellOf))];
    return this.#commits.commit(cells, commitOptions(options, this.#options));
  }

  #meet(root: Entity): void {
    const type = requireEntity(root).constructor;
    if (isEntityClass(type)) this.#types.add(type, "in register");
  }

  #committed(committed: Committed): void {
    this.#receipts.keep(committed);
    this.#tell({ batch: committed.frozen.batch, receipt: committed.receipt });
  }

  #tell(stored: StoredBatch): void {
    tell(stored, this.#options.onEvent ?? null, this.#logger);
  }
}
