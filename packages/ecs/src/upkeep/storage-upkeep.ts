import { InvalidRequestError, type LineageId } from "@minference/protocol";
import type { Erasure, StorageProblem, StorageStatus } from "@minference/storage";
import type { EraseOptions, EraseReceipt, EraseTarget } from "../surface/erase-options.ts";
import type { PruneOptions, PruneSummary } from "../surface/prune-options.ts";
import type { Upkeep } from "../surface/upkeep.ts";
import { eraseVersions } from "./erase.ts";
import { pruneVersions } from "./prune.ts";
import type { UpkeepParts } from "./upkeep-parts.ts";
import { verifyVersions } from "./verify.ts";

/** The upkeep of a registry's storage, but for what closing takes. */
export class StorageUpkeep implements Omit<Upkeep, "close"> {
  readonly #parts: UpkeepParts;

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
  }

  async status(): Promise<StorageStatus> {
    return this.#parts.storage.status();
  }

  async verify(): Promise<readonly StorageProblem[]> {
    return verifyVersions(this.#parts);
  }

  async prune(options: PruneOptions = {}): Promise<PruneSummary> {
    return pruneVersions(this.#parts, options);
  }

  async erase(target: EraseTarget, options: EraseOptions): Promise<EraseReceipt> {
    return eraseVersions(this.#parts, target, options);
  }

  async erasures(lineageId: LineageId): Promise<readonly Erasure[]> {
    return this.#parts.storage.erasures(lineageId);
  }

  async clear(consent: { readonly confirm: true }): Promise<void> {
    // a caller without types can leave it out
    if (!Object.is(consent.confirm, true)) {
      throw new InvalidRequestError({
        problem: "clear deletes every version in the storage and was not confirmed",
        remedy: "Call clear({ confirm: true })",
      });
    }
    await this.#parts.storage.clear();
  }
}
