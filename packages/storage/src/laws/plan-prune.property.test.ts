import { expect, test } from "@jest/globals";
import type { EcsId, JsonValue } from "@minference/protocol";
import fc from "fast-check";
import { Author } from "../conformance/author.ts";
import type { PruneRequest } from "../contract/pruning.ts";
import { planPrune, type PrunableVersion } from "./plan-prune.ts";

const author = new Author();
const ids = Array.from({ length: 12 }, () => author.id());
const types = ["Thread", "Sent", "Parsed"];
const anId = fc.constantFrom(...ids);
const someIds = fc.array(anId, { maxLength: 3 });

interface Held extends PrunableVersion {
  readonly held: readonly EcsId[];
  readonly of: JsonValue;
}

/** Versions that hold, follow, name and belong to any of the twelve ids, stored or not. */
const someVersions: fc.Arbitrary<readonly Held[]> = fc
  .tuple(
    ...ids.map((ecsId) =>
      fc.record({
        ecsId: fc.constant(ecsId),
        type: fc.constantFrom(...types),
        parentId: fc.option(anId),
        held: someIds,
        of: fc.option<JsonValue>(fc.oneof(anId, fc.constant("text"), fc.constant(7))),
      }),
    ),
  )
  .chain((all) => fc.subarray(all))
  .map((all) => all.map((version) => ({ ...version, state: { of: { json: version.of } } })));

const aRequest: fc.Arbitrary<PruneRequest> = fc.record({
  alsoKeep: someIds,
  idFields: fc.constantFrom({}, { Sent: ["of"] }, { Sent: ["of"], Parsed: ["of", "none"] }),
  belongsTo: fc.constantFrom({}, { Sent: "of" }, { Sent: "of", Parsed: "of" }),
  mode: fc.constant<"count">("count"),
});

test("a prune deletes exactly what repeated looking for links does not reach (L36, L38)", () => {
  fc.assert(
    fc.property(someVersions, aRequest, someIds, (all, request, tips) => {
      const versions = new Map(all.map((version) => [version.ecsId, version]));
      const { idsByType } = planPrune(request, { versions, tips, held: ({ held }) => held });
      const kept = reachedSlowly(all, request, tips);
      const gone = all.filter(({ ecsId }) => !kept.has(ecsId));
      expect(Object.values(idsByType).flat().sort()).toEqual(gone.map(({ ecsId }) => ecsId).sort());
      for (const [type, deleted] of Object.entries(idsByType)) {
        expect(deleted).toEqual(deleted.toSorted());
        expect(deleted.map((id) => versions.get(id)?.type)).toEqual(deleted.map(() => type));
      }
    }),
    { numRuns: 500 },
  );
});

/** The rule as it is told: look at every pair of versions until nothing more is kept. */
function reachedSlowly(
  all: readonly Held[],
  request: PruneRequest,
  tips: readonly EcsId[],
): ReadonlySet<EcsId> {
  const kept = new Set([...tips, ...request.alsoKeep]);
  for (let size = -1; size !== kept.size;) {
    size = kept.size;
    for (const version of all) {
      const { ecsId, type, parentId, held, of } = version;
      const owner = new Map(Object.entries(request.belongsTo)).get(type);
      if (owner === "of" && all.some((other) => other.ecsId === of && kept.has(other.ecsId))) {
        kept.add(ecsId);
      }
      if (!kept.has(ecsId)) continue;
      const named = new Map(Object.entries(request.idFields)).get(type) ?? [];
      const links = [...held, parentId, named.includes("of") ? of : null];
      for (const other of all) if (links.includes(other.ecsId)) kept.add(other.ecsId);
    }
  }
  return kept;
}
