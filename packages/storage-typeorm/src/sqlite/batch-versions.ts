import type { EcsId, LineageId } from "@minference/protocol";
import { DuplicateIdError } from "@minference/storage";
import type { EncodedBatch, EncodedVersion } from "./encoded-batch.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { LocatedVersion, VersionLocator } from "./version-locator.ts";
import type { VersionLinks, VersionTable } from "./version-table.ts";

/** What is stored, as a batch that is being written asks about it. */
export interface StoredVersions {
  readonly connection: SqliteConnection;
  readonly locator: VersionLocator;
  /** No stored version has a greater id. */
  readonly newest: string;
}

/** The versions of a batch and those that they name, each looked up at most once. */
export class BatchVersions {
  readonly encoded: EncodedBatch;
  /** The versions of the batch that are not stored yet. */
  readonly fresh: ReadonlyMap<EcsId, EncodedVersion>;
  readonly #fresh = new Map<EcsId, EncodedVersion>();
  readonly #stored: StoredVersions;
  readonly #located = new Map<EcsId, LocatedVersion | null>();
  readonly #links = new Map<EcsId, VersionLinks | null>();

  /** @throws {DuplicateIdError} an id of the batch has other content already (L6). */
  constructor(encoded: EncodedBatch, stored: StoredVersions) {
    this.encoded = encoded;
    this.#stored = stored;
    this.fresh = this.#fresh;
    this.#leaveOutStored();
  }

  /** Looks up all of these versions that are not of the batch, in one statement. */
  lookUp(ids: Iterable<EcsId>): void {
    const unknown = Array.from(ids).filter((id) => !this.fresh.has(id) && !this.#located.has(id));
    if (unknown.length === 0) return;
    const found = this.#stored.locator.find(new Set(unknown));
    for (const id of unknown) this.#located.set(id, found.get(id) ?? null);
  }

  /** True when the version is stored, or of the batch. */
  has(id: EcsId): boolean {
    return this.fresh.has(id) || this.#locate(id) !== null;
  }

  /** The stored version, or the one of the batch; null when there is none. */
  place(id: EcsId): { type: string; lineageId: LineageId; parentId: EcsId | null } | null {
    return this.fresh.get(id)?.snapshot ?? this.#locate(id);
  }

  /** The table of a version that is stored, or of the batch. */
  table(id: EcsId): VersionTable | null {
    return this.fresh.get(id)?.table ?? this.#locate(id)?.table ?? null;
  }

  /** What a stored version names; null when it is not stored. `likely` is the table to look in first. */
  links(id: EcsId, likely: VersionTable): VersionLinks | null {
    const known = this.#links.get(id);
    if (known !== undefined) return known;
    const links = this.#readLinks(id, likely) ?? this.#linksElsewhere(id, likely);
    this.#links.set(id, links);
    return links;
  }

  #leaveOutStored(): void {
    const { versions } = this.encoded;
    // ids rise, so most often none of the batch can be there
    this.lookUp(
      versions.map(({ snapshot }) => snapshot.ecsId).filter((id) => id <= this.#stored.newest),
    );
    for (const version of versions) {
      const { ecsId, type, contentHash } = version.snapshot;
      const known = this.#fresh.get(ecsId)?.snapshot ?? this.#located.get(ecsId) ?? null;
      if (known === null) {
        this.#fresh.set(ecsId, version);
        this.#located.delete(ecsId);
      } else if (known.contentHash !== null && known.contentHash !== contentHash) {
        // L5: erased is final, whatever is brought under its id changes nothing
        throw new DuplicateIdError({ entityType: type, ecsId });
      }
    }
  }

  #locate(id: EcsId): LocatedVersion | null {
    this.lookUp([id]);
    return this.#located.get(id) ?? null;
  }

  #readLinks(id: EcsId, table: VersionTable): VersionLinks | null {
    const { linksSql } = table;
    if (linksSql === null) return null;
    const row = this.#stored.connection.first(linksSql, [this.encoded.ids.of(id)]);
    return row === null ? null : table.readLinks(row, id);
  }

  #linksElsewhere(id: EcsId, tried: VersionTable): VersionLinks | null {
    const table = this.#locate(id)?.table;
    return table === undefined || table.name === tried.name ? null : this.#readLinks(id, table);
  }
}
