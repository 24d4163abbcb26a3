import { InvalidRequestError, parseEcsId, trustBatchId, type EcsId } from "@minference/protocol";
import type { EmptiedVersion, EntitySnapshot } from "@minference/storage";
import { EntityNotFoundError } from "../errors/entity-not-found-error.ts";
import type { EraseOptions, EraseReceipt, EraseTarget } from "../surface/erase-options.ts";
import { Belongings } from "./belongings.ts";
import { emptiedFields } from "./emptied-fields.ts";
import { pagesOf } from "./pages-of.ts";
import { requireClass } from "./require-class.ts";
import type { UpkeepParts } from "./upkeep-parts.ts";

/** Empties versions and what belongs to them, in one request to the storage; see `Upkeep.erase`. */
export async function eraseVersions(
  parts: UpkeepParts,
  target: EraseTarget,
  options: EraseOptions,
): Promise<EraseReceipt> {
  const { reason, actor = parts.actor } = options;
  if (reason === "") throw withoutReason();
  const { ids, versions } = await plannedErasure(parts, target);
  const ecsIds = [...ids].sort();
  if (versions.length === 0) return { batchId: null, ecsIds };
  const at = new Date(parts.context.clock.now());
  const batchId = trustBatchId(parts.context.ids.mint(at.getTime()));
  await parts.storage.erase({ batchId, at, actor, reason, versions });
  return { batchId, ecsIds };
}

/** Every version that is to be empty, and those of them that are not yet. */
interface PlannedErasure {
  readonly ids: Set<EcsId>;
  readonly versions: EmptiedVersion[];
}

async function plannedErasure(parts: UpkeepParts, target: EraseTarget): Promise<PlannedErasure> {
  const belongings = new Belongings(parts);
  const planned: PlannedErasure = { ids: new Set(await targetIds(parts, target)), versions: [] };
  let met = [...planned.ids];
  while (met.length > 0) {
    const next: EcsId[] = [];
    for (const page of pagesOf(met)) {
      for (const snapshot of await snapshotsOf(parts, page)) {
        const definition = requireClass(parts.types, snapshot);
        if (snapshot.erasedAt === null) {
          const json = emptiedFields(definition, snapshot);
          planned.versions.push({ ecsId: snapshot.ecsId, json });
        }
        for await (const id of belongings.to(snapshot, definition)) {
          if (planned.ids.has(id)) continue;
          planned.ids.add(id);
          next.push(id);
        }
      }
    }
    met = next;
  }
  return planned;
}

async function targetIds(parts: UpkeepParts, target: EraseTarget): Promise<readonly EcsId[]> {
  if ("ecsIds" in target) return target.ecsIds;
  const rows = await parts.storage.lineageRows(target.lineageId);
  if (rows.length > 0) return rows.map(({ ecsId }) => ecsId);
  throw new EntityNotFoundError({ entityType: "Lineage", ecsId: target.lineageId });
}

async function snapshotsOf(
  { storage }: UpkeepParts,
  ids: readonly EcsId[],
): Promise<readonly EntitySnapshot[]> {
  const wellFormed = ids.filter((id) => parseEcsId(id) !== null);
  const snapshots = await storage.readSnapshots(wellFormed);
  return ids.map((ecsId) => {
    const snapshot = snapshots.get(ecsId);
    if (snapshot !== undefined) return snapshot;
    throw new EntityNotFoundError({ entityType: "Version", ecsId });
  });
}

function withoutReason(): InvalidRequestError {
  return new InvalidRequestError({
    problem: "erase was given an empty reason",
    remedy: "Say why: the receipt that stays has nothing else to tell",
    path: "reason",
  });
}
