import { trustBatchId } from "@minference/protocol";
import type { CommitReceipt, EntitySnapshot, WriteBatch } from "@minference/storage";
import type { Entity } from "../entity/entity.ts";
import { EntityNotFoundError } from "../errors/entity-not-found-error.ts";
import { loadEntities } from "../load/load.ts";
import { definitionOf } from "../shape/definition-of.ts";
import type { BundleSource, ImportOptions } from "../surface/bundle-options.ts";
import { usualMaxBytes } from "./bundle-format.ts";
import { checkBundle, type Checking } from "./check-bundle.ts";
import { freshVersions } from "./fresh-versions.ts";
import { importedMoves } from "./imported-moves.ts";
import { knownVersions } from "./known-versions.ts";
import { parseBundle, type Bundle } from "./parse-bundle.ts";
import { refuseErasedBefore } from "./refuse-erased-before.ts";
import { readText } from "./read-text.ts";

/** What an import works with. */
export interface Importing extends Checking {
  /** Who imports and in which run, unless the call says otherwise. */
  readonly author: { readonly actor: string | null; readonly runId: string | null };
  /** Told of the batch when it is stored. */
  readonly onCommitted: (stored: {
    readonly batch: WriteBatch;
    readonly receipt: CommitReceipt;
  }) => void;
}

/** Stores what is new in a document, in one batch or not at all, and gives its root warm. */
export async function importBundle(
  source: BundleSource,
  options: ImportOptions,
  importing: Importing,
): Promise<Entity> {
  const bundle = parseBundle(await readText(source, options.maxBytes ?? usualMaxBytes));
  await checkBundle(bundle, importing);
  const batch = await importBatch(bundle, options, importing);
  if (batch !== null) {
    const receipt = await importing.storage.commit(batch);
    importing.onCommitted({ batch, receipt });
  }
  return loadRoot(bundle, importing);
}

/** Null when everything is stored already: then nothing is written at all. */
async function importBatch(
  bundle: Bundle,
  options: ImportOptions,
  importing: Importing,
): Promise<WriteBatch | null> {
  const { storage, context, author } = importing;
  const { root } = bundle;
  const known = await knownVersions([...bundle.snapshots.values()], storage);
  if (known.size === bundle.snapshots.size) return null;
  const isFresh = (id: EntitySnapshot["ecsId"]): boolean => !known.has(id);
  await refuseErasedBefore(
    [...bundle.snapshots.values()].filter(({ ecsId }) => isFresh(ecsId)),
    storage,
  );
  const hasRefs = belongsTo(root, importing) === null;
  const refs = hasRefs ? await storage.refs([root.lineageId]) : [];
  const now = context.clock.now();
  const batchId = trustBatchId(context.ids.mint(now));
  const snapshots = bundle.snapshots.values();
  return {
    batchId,
    createdAt: new Date(now),
    actor: options.actor ?? author.actor,
    reason: options.reason ?? "import",
    runId: author.runId,
    snapshots: freshVersions(bundle, known, batchId),
    moves: hasRefs ? importedMoves({ root, snapshots, isFresh, refs }) : [],
  };
}

function belongsTo({ type }: EntitySnapshot, { types }: Importing): string | null {
  const entityClass = types.classOf(type);
  return entityClass === null ? null : definitionOf(entityClass).shape.belongsTo;
}

async function loadRoot({ root }: Bundle, importing: Importing): Promise<Entity> {
  const { ecsId, type } = root;
  const read = await importing.storage.readTrees([ecsId]);
  const entity = loadEntities(read, [ecsId], importing).get(ecsId);
  if (entity !== undefined) return entity;
  throw new EntityNotFoundError({ entityType: type, ecsId });
}
