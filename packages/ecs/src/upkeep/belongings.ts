import type { EcsId } from "@minference/protocol";
import type { EntitySnapshot } from "@minference/storage";
import type { EntityDefinition } from "../shape/entity-definition.ts";
import { listIds } from "./list-ids.ts";
import type { UpkeepParts } from "./upkeep-parts.ts";

/** A type whose versions live and die with a version of another one, and the field that names it. */
interface Belonging {
  readonly type: string;
  readonly field: string;
  /** The type that the field names. */
  readonly of: string;
}

/** Finds the versions that belong to others, of the types that a registry knows (V40a). */
export class Belongings {
  readonly #parts: UpkeepParts;
  readonly #kinds: readonly Belonging[];

  constructor(parts: UpkeepParts) {
    this.#parts = parts;
    this.#kinds = parts.types.shapes().flatMap((shape): Belonging[] => {
      const { type, belongsTo: field } = shape;
      const declared = field === null ? undefined : shape.fields.get(field);
      return field === null || declared?.kind !== "id" ? [] : [{ type, field, of: declared.of }];
    });
  }

  /** Ids of the versions that belong to this one. */
  async *to({ ecsId }: EntitySnapshot, { shape }: EntityDefinition): AsyncGenerator<EcsId> {
    for (const { type, field, of } of this.#kinds) {
      if (of !== shape.type && !shape.bases.includes(of)) continue;
      yield* listIds(this.#parts.storage, type, { [field]: ecsId });
    }
  }
}
