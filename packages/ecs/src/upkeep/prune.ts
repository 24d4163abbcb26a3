import { parseEcsId } from "@minference/protocol";
import type { PruneRequest } from "@minference/storage";
import type { TypeTable } from "../load/type-table.ts";
import type { EntityShape } from "../shape/entity-shape.ts";
import type { PruneOptions, PruneSummary } from "../surface/prune-options.ts";
import { requireClass } from "./require-class.ts";
import type { UpkeepParts } from "./upkeep-parts.ts";

/** Deletes what nothing reaches, or counts it; see `Upkeep.prune`. */
export async function pruneVersions(
  parts: UpkeepParts,
  options: PruneOptions,
): Promise<PruneSummary> {
  await refuseUnknownTypes(parts);
  const dryRun = options.dryRun !== false;
  const { idsByType } = await parts.storage.prune({
    alsoKeep: (options.alsoKeep ?? []).filter((id) => parseEcsId(id) !== null),
    ...reachingFields(parts.types),
    mode: dryRun ? "count" : "delete",
  });
  const counts = Object.entries(idsByType).map(([type, ids]): [string, number] => [
    type,
    ids.length,
  ]);
  return {
    dryRun,
    count: counts.reduce((sum, [, count]) => sum + count, 0),
    countByType: Object.fromEntries(counts),
    idsByType,
  };
}

/** What the id fields of an unknown type name would be taken for unreached. */
async function refuseUnknownTypes({ storage, types }: UpkeepParts): Promise<void> {
  const { countByType } = await storage.status();
  for (const type of Object.keys(countByType)) {
    if (types.classOf(type) !== null) continue;
    const filter = { types: [type], versions: "all", where: {} } as const;
    const [ecsId] = await storage.readRows(filter, { limit: 1, before: null });
    if (ecsId !== undefined) requireClass(types, { type, ecsId });
  }
}

function reachingFields(types: TypeTable): Pick<PruneRequest, "idFields" | "belongsTo"> {
  const shapes = types.shapes();
  return {
    idFields: Object.fromEntries(shapes.map((shape) => [shape.type, idFields(shape)])),
    belongsTo: Object.fromEntries(
      shapes.flatMap(({ type, belongsTo }): [string, string][] =>
        belongsTo === null ? [] : [[type, belongsTo]],
      ),
    ),
  };
}

/** Names of the fields that are ids in the present shape or in an earlier one. */
function idFields(shape: EntityShape): readonly string[] {
  const everyField = [shape.fields, ...shape.earlier.values()].flatMap((fields) => [...fields]);
  return [...new Set(everyField.filter(([, { kind }]) => kind === "id").map(([name]) => name))];
}
