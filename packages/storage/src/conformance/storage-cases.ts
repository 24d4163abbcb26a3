import type { EntityStorage } from "../contract/entity-storage.ts";
import { Author } from "./author.ts";
import { atomicity } from "./groups/atomicity.ts";
import { branches } from "./groups/branches.ts";
import { concurrency } from "./groups/concurrency.ts";
import { counts } from "./groups/counts.ts";
import { dangling } from "./groups/dangling.ts";
import { erasing } from "./groups/erasing.ts";
import { erasures } from "./groups/erasures.ts";
import { filters } from "./groups/filters.ts";
import { hostileValues } from "./groups/hostile-values.ts";
import { idempotence } from "./groups/idempotence.ts";
import { lifecycle } from "./groups/lifecycle.ts";
import { listStarts } from "./groups/list-starts.ts";
import { lists } from "./groups/lists.ts";
import { moves } from "./groups/moves.ts";
import { ownership } from "./groups/ownership.ts";
import { paging } from "./groups/paging.ts";
import { pruneReach } from "./groups/prune-reach.ts";
import { pruning } from "./groups/pruning.ts";
import { refLog } from "./groups/ref-log.ts";
import { roundTrip } from "./groups/round-trip.ts";
import { setRefs } from "./groups/set-ref.ts";
import { sizes } from "./groups/sizes.ts";
import { trees } from "./groups/trees.ts";
import { verifying } from "./groups/verifying.ts";
import type { CaseOfLaw, StorageCase, StorageSetup } from "./storage-case.ts";

const casesOfLaws: readonly CaseOfLaw[] = [
  ...roundTrip,
  ...atomicity,
  ...idempotence,
  ...dangling,
  ...lists,
  ...listStarts,
  ...moves,
  ...branches,
  ...setRefs,
  ...refLog,
  ...trees,
  ...paging,
  ...filters,
  ...counts,
  ...hostileValues,
  ...ownership,
  ...sizes,
  ...concurrency,
  ...lifecycle,
  ...erasing,
  ...erasures,
  ...pruneReach,
  ...pruning,
  ...verifying,
];

/**
 * The suite that every backend passes whole: a case for each law of CONTRACT.md, for any test runner.
 *
 * Each case asks `setup` for a fresh place, uses it alone and destroys it, so cases may run in any order and
 * at the same time. They assert with node:assert; a runner needs `test(name, run)` for each, no more.
 */
export function storageCases(setup: StorageSetup): readonly StorageCase[] {
  return casesOfLaws.map((stated) => ({
    law: stated.law,
    name: `${stated.name} (${stated.law})`,
    run: () => runCase(stated, setup),
  }));
}

async function runCase(stated: CaseOfLaw, setup: StorageSetup): Promise<void> {
  const place = await setup();
  let storage: EntityStorage = await place.open();
  const reopen = async (): Promise<EntityStorage> => {
    await storage.close();
    storage = await place.open();
    return storage;
  };
  try {
    await stated.run({ storage, author: new Author(), reopen });
  } finally {
    await storage.close();
    await place.destroy();
  }
}
