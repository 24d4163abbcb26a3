import {
  lineageOf,
  mintLiveId,
  trustEcsId,
  type BatchId,
  type ContentHash,
  type EcsId,
  type LineageId,
  type LiveId,
} from "@minference/protocol";
import type { EntityContext } from "../shape/entity-context.ts";
import type { EntityDefinition } from "../shape/entity-definition.ts";
import type { FieldState } from "./field-state.ts";
import type { GraphNode } from "./graph-node.ts";
import { mark } from "./marks.ts";
import { withOwner, type OwnerLinks } from "./owner-links.ts";

/** The versioning fields of one version. */
export interface Version {
  readonly ecsId: EcsId;
  readonly lineageId: LineageId;
  readonly parentId: EcsId | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly batchId: BatchId | null;
  readonly schemaVersion: number;
  readonly contentHash: ContentHash | null;
  readonly erasedAt: Date | null;
}

/** An entity as it was loaded or last acknowledged: what a change is compared with. */
export interface Base {
  readonly version: Version;
  readonly state: FieldState;
  /** Version that each ref field pointed to. */
  readonly refIds: Readonly<Record<string, EcsId | null>>;
  /** Version that each key of each dict field pointed to. */
  readonly dictIds: Readonly<Record<string, ReadonlyMap<string, EcsId>>>;
}

/** Which ref an entity moves when it is committed. */
export type Following =
  /** Stored only as a part, or loaded as one: found out when it is first needed. */
  | { readonly kind: "undecided" }
  /** In a lineage that has refs, but at none of their tips: the next commit makes a branch. */
  | { readonly kind: "none" }
  /** `isNew`: the ref is made by the commit that stores the first version as a root. */
  | { readonly kind: "ref"; readonly name: string; readonly isNew: boolean };

/** What every new entity follows, should it be stored as a root. */
const newMain: Following = Object.freeze({ kind: "ref", name: "main", isNew: true });

/** The inside of one entity: its version, values, base, marks and links. Packages outside never see it. */
export class Cell {
  /** The object in the caller's hand. */
  readonly entity: object;
  readonly definition: EntityDefinition;
  readonly context: EntityContext;
  owners: OwnerLinks = null;
  version: Version;
  state: FieldState;
  base: Base | null = null;
  /** Never stored: it may have changed, by definition. */
  isMarked = true;
  following: Following = newMain;
  /** The registry that first stored or loaded it; any object serves as the token. */
  registry: object | null = null;
  #weak: WeakRef<GraphNode> | null = null;
  #liveId: LiveId | null = null;

  constructor(parts: {
    readonly entity: object;
    readonly definition: EntityDefinition;
    readonly context: EntityContext;
    readonly version: Version;
    readonly state: FieldState;
  }) {
    this.entity = parts.entity;
    this.definition = parts.definition;
    this.context = parts.context;
    this.version = parts.version;
    this.state = parts.state;
  }

  get kind(): "cell" {
    return "cell";
  }

  /** True until a first version is acknowledged. */
  get isNew(): boolean {
    return this.base === null;
  }

  get liveId(): LiveId {
    this.#liveId ??= mintLiveId();
    return this.#liveId;
  }

  weak(): WeakRef<GraphNode> {
    this.#weak ??= new WeakRef<GraphNode>(this);
    return this.#weak;
  }

  addOwner(owner: GraphNode): void {
    this.owners = withOwner(this.owners, owner);
  }

  /** Its fields are few: they are looked through, and nothing needs to be remembered. */
  heard(): void {
    return;
  }

  /** Every write of a field comes through here. */
  write(state: FieldState): void {
    this.state = state;
    mark(this);
  }
}

/** Versioning fields of an entity that is being created. */
export function firstVersion(definition: EntityDefinition, context: EntityContext): Version {
  const now = context.clock.now();
  const ecsId = trustEcsId(context.ids.mint(now));
  return {
    ecsId,
    lineageId: lineageOf(ecsId),
    parentId: null,
    createdAt: now,
    batchId: null,
    schemaVersion: definition.shape.schemaVersion,
    contentHash: null,
    erasedAt: null,
  };
}
