import { EntityRegistry, type RegistryOptions } from "@minference/ecs";
import type { EntityStorage } from "@minference/storage";
import type { Backend } from "../backends.ts";
import { watchedStorage, type WatchedStorage } from "./watched-storage.ts";

/** Options of a registry beside its storage. */
export type RegistryParts = Omit<RegistryOptions, "storage">;

/** A place of one test, with a storage that is watched and a registry over it. Disposing of it removes all. */
export interface Stage extends AsyncDisposable {
  readonly registry: EntityRegistry;
  readonly storage: EntityStorage;
  readonly calls: WatchedStorage["calls"];
  readonly batches: WatchedStorage["batches"];
  /** How many versions are stored. */
  count(): Promise<number>;
  /** Another registry over the same storage, which knows no object of the first. */
  another(parts?: RegistryParts): EntityRegistry;
  /** Closes the storage, opens its data again, and gives a registry over it; those before are done. */
  reopened(parts?: RegistryParts): Promise<EntityRegistry>;
}

/** A fresh place on this backend. */
export async function aStage(backend: Backend, parts: RegistryParts = {}): Promise<Stage> {
  const place = await backend.place();
  let open = await place.open();
  const { storage, calls, batches } = watchedStorage(open);
  return {
    registry: new EntityRegistry({ ...parts, storage }),
    storage,
    calls,
    batches,
    count: async () => (await open.status()).entityCount,
    another: (others = {}) => new EntityRegistry({ ...others, storage }),
    reopened: async (others = {}) => {
      await open.close();
      open = await place.open();
      return new EntityRegistry({ ...others, storage: open });
    },
    [Symbol.asyncDispose]: async () => {
      await open.close();
      await place.remove();
    },
  };
}
