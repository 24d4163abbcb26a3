import { CorruptError, shortId, type EcsId } from "@minference/protocol";
import { mainRef, type EntitySnapshot, type TreeRead } from "@minference/storage";
import { Entity, entityOf } from "../entity/entity.ts";
import { UnknownTypeError } from "../errors/unknown-type-error.ts";
import { Cell, type Version } from "../graph/cell.ts";
import type { FieldState } from "../graph/field-state.ts";
import { linkState } from "../graph/sub-cells.ts";
import { definitionOf } from "../shape/definition-of.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import { checkHash, hashedState } from "./check-hash.ts";
import { decodeState, type DecodedState } from "./decode-state.ts";
import { erasedState } from "./erased-state.ts";
import { frozenSnapshot } from "./frozen-snapshot.ts";
import { refuseDrift } from "./refuse-drift.ts";
import type { TypeTable } from "./type-table.ts";
import { upgradeState } from "./upgrade-state.ts";

/** What loading needs beside the rows. */
export interface Loading {
  readonly types: TypeTable;
  readonly context: EntityContext;
  /** Marks what is loaded as this registry's. */
  readonly owner: object;
}

const emptyState: FieldState = { plain: {}, refs: {}, lists: {}, dicts: {} };

/**
 * The asked entities of a tree that was read, one object for each version, whole and checked.
 *
 * @throws {UnknownTypeError} the tree holds a type that the registry does not know.
 * @throws {CorruptError} a version is missing in the tree, or is not what was written.
 * @throws {SchemaDriftError} a version's fields are not those of its schema version, or its class knows none such.
 * @throws {EntityValidationError} an upgrade gave what the next shape refuses.
 */
export function loadEntities(
  read: TreeRead,
  asked: readonly EcsId[],
  loading: Loading,
): ReadonlyMap<EcsId, Entity> {
  const cells = new Map<EcsId, Cell>();
  for (const snapshot of read.snapshots.values()) {
    cells.set(snapshot.ecsId, emptyCell(snapshot, loading));
  }
  const filled = [...cells.values()];
  for (const cell of filled) fillCell(cell, snapshotOf(read, cell.version.ecsId), cells);
  for (const cell of filled) linkState(cell);
  for (const ref of read.tips) {
    const cell = cells.get(ref.tip);
    if (cell !== undefined && ref.name === mainRef) follow(cell, ref.name);
  }
  return new Map(
    asked.flatMap((id): [EcsId, Entity][] => {
      const cell = cells.get(id);
      return cell === undefined ? [] : [[id, entityOf(cell)]];
    }),
  );
}

/** Lets an entity move this ref when it is committed. */
export function follow(cell: Cell, name: string): void {
  cell.following = { kind: "ref", name, isNew: false };
}

function snapshotOf(read: TreeRead, id: EcsId): EntitySnapshot {
  const snapshot = read.snapshots.get(id);
  if (snapshot !== undefined) return snapshot;
  throw new CorruptError({
    problem: `Version …${shortId(id)} is held by another one and is not stored`,
    remedy: "Restore the storage from a backup that has it",
    ecsId: id,
  });
}

function emptyCell(snapshot: EntitySnapshot, loading: Loading): Cell {
  const { types, context, owner } = loading;
  const entityClass = types.classOf(snapshot.type);
  if (entityClass === null) {
    throw new UnknownTypeError({
      entityType: snapshot.type,
      ecsId: snapshot.ecsId,
      knownTypes: types.names(),
    });
  }
  const definition = definitionOf(entityClass);
  const made: { cell: Cell | null } = { cell: null };
  const version = versionOf(snapshot);
  construct(entityClass, (entity) => {
    made.cell = new Cell({ entity, definition, context, version, state: emptyState });
    return made.cell;
  });
  if (made.cell === null)
    throw new TypeError(`${snapshot.type} has a constructor that calls no super`);
  made.cell.registry = owner;
  return made.cell;
}

/** Runs the constructor of Entity alone: those of the classes between validate, which was done on write. */
function construct(entityClass: EntityClass, make: (entity: object) => Cell): void {
  Reflect.construct(Entity, [make], entityClass);
}

function versionOf(snapshot: EntitySnapshot): Version {
  const { ecsId, lineageId, parentId, batchId, schemaVersion, contentHash, erasedAt } = snapshot;
  const createdAt = snapshot.createdAt.getTime();
  return { ecsId, lineageId, parentId, createdAt, batchId, schemaVersion, contentHash, erasedAt };
}

function fillCell(cell: Cell, snapshot: EntitySnapshot, cells: ReadonlyMap<EcsId, Cell>): void {
  refuseDrift(cell.definition, snapshot);
  const { state, refIds, dictIds } = decodedState(cell, snapshot, (id) => {
    const child = cells.get(id);
    if (child === undefined) throw missingChild(snapshot, id);
    return child;
  });
  cell.state = state;
  cell.base = { version: cell.version, state, refIds, dictIds };
  cell.isMarked = false;
  cell.following = { kind: "undecided" };
}

/** The hash is that of the stored state, which is checked before any upgrade sees it. */
function decodedState(
  { definition }: Cell,
  snapshot: EntitySnapshot,
  childOf: (id: EcsId) => Cell,
): DecodedState {
  if (snapshot.schemaVersion === definition.shape.schemaVersion) {
    const decoded = decodeState(snapshot, childOf);
    checkHash(snapshot, decoded.hashed);
    return decoded;
  }
  checkHash(snapshot, hashedState(snapshot));
  const present = snapshot.erasedAt === null ? upgradeState : erasedState;
  // what an upgrade is given is the stored state itself, which it only reads, on every backend
  const state = present(definition, frozenSnapshot(snapshot), (id) => childOf(id).definition.shape);
  return decodeState({ ...snapshot, state }, childOf, snapshot.state);
}

function missingChild(snapshot: EntitySnapshot, id: EcsId): CorruptError {
  return new CorruptError({
    problem: `${snapshot.type} …${shortId(snapshot.ecsId)} holds version …${shortId(id)}, which is not stored`,
    remedy: "Restore the storage from a backup that has it",
    entityType: snapshot.type,
    ecsId: snapshot.ecsId,
  });
}
