import {
  InvalidRequestError,
  type BatchId,
  type ContentHash,
  type EcsId,
  type JsonValue,
  type LineageId,
  type LiveId,
} from "@minference/protocol";
import { hasChanged } from "../change/collect.ts";
import type { Cell } from "../graph/cell.ts";
import { subCells } from "../graph/sub-cells.ts";
import { dumpOf, jsonOf } from "./entity-json.ts";
import type { EntityContext } from "../shape/entity-context.ts";

let inside: (entity: Entity) => Cell;

/**
 * A thing with identity whose states are versions. The same object stays in the caller's hand through every
 * version; what is stored is a cold snapshot. Creating one, reading it or printing it has no side effect.
 */
export abstract class Entity {
  readonly #cell: Cell;

  static {
    inside = (entity) => entity.#cell;
  }

  /** @param make makes the inside: the classes of `defineEntity` from the fields given, loading from what is stored. */
  constructor(make: (entity: Entity) => Cell) {
    this.#cell = make(this);
  }

  /** This version: it moves on when a change is forked or committed. */
  get ecsId(): EcsId {
    return this.#cell.version.ecsId;
  }

  /** This object in memory; never stored. */
  get liveId(): LiveId {
    return this.#cell.liveId;
  }

  /** All versions of this thing. */
  get lineageId(): LineageId {
    return this.#cell.version.lineageId;
  }

  /** The version that this one was forked from; null for a first version. */
  get parentId(): EcsId | null {
    return this.#cell.version.parentId;
  }

  /** When this version was made. */
  get createdAt(): Date {
    return new Date(this.#cell.version.createdAt);
  }

  /** The write batch that stored this version; null until then. */
  get batchId(): BatchId | null {
    return this.#cell.version.batchId;
  }

  /** The version of the shape under which it was written. */
  get schemaVersion(): number {
    return this.#cell.version.schemaVersion;
  }

  /** SHA-256 of this version's canonical bytes; null until stored, and when erased. */
  get contentHash(): ContentHash | null {
    return this.#cell.version.contentHash;
  }

  /** When the content of this version was erased; null: it was not. */
  get erasedAt(): Date | null {
    const { erasedAt } = this.#cell.version;
    return erasedAt === null ? null : new Date(erasedAt);
  }

  /** The name given to `defineEntity`. */
  get entityType(): string {
    return this.#cell.definition.shape.type;
  }

  /** True when this entity or anything below it differs from what was stored; no I/O. */
  get isModified(): boolean {
    return hasChanged(this.#cell);
  }

  /** Where this entity takes time and ids from; entities that it makes take theirs from here too. */
  protected get context(): EntityContext {
    return this.#cell.context;
  }

  /** True for the same copy: equal version and equal object in memory. */
  equals(other: Entity): boolean {
    return this.ecsId === other.ecsId && this.liveId === other.liveId;
  }

  /** Every entity below this one, each once, through declared fields only. */
  subEntities(): readonly Entity[] {
    return subCells(this.#cell).map(entityOf);
  }

  /** The fields alone, sub-entities nested; a cycle is cut at the version id. */
  dump(): Readonly<Record<string, JsonValue>> {
    return dumpOf(this.#cell);
  }

  /** Versioning fields and fields, sub-entities as version ids. */
  toJSON(): Readonly<Record<string, JsonValue>> {
    return jsonOf(this.#cell);
  }

  /** Type and the last 8 digits of the version, never content. */
  toString(): string {
    return `${this.entityType}(${this.ecsId.slice(-8)})`;
  }

  /** What node prints: the same as `toString`. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}

/** The inside of an entity, for the other files of this package. */
export function cellOf(entity: Entity): Cell {
  return inside(entity);
}

/** The object in the caller's hand whose inside this is. */
export function entityOf(cell: Cell): Entity {
  const { entity } = cell;
  if (entity instanceof Entity) return entity;
  throw new TypeError("a cell belongs to an entity of this copy of @minference/ecs");
}

/** The value itself. @throws {InvalidRequestError} it is no entity. */
export function requireEntity(value: unknown): Entity {
  if (value instanceof Entity) return value;
  throw new InvalidRequestError({
    problem: `${value === null ? "Null" : `A value of type ${typeof value}`} was given instead of an entity`,
    remedy: "Give an instance of a class made by defineEntity, of the same copy of @minference/ecs",
  });
}
