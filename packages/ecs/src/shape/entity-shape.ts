import type { EntityClass } from "./entity-class.ts";

/** What a scalar field holds; a storage derives its column from it. */
export type ScalarType = "string" | "integer" | "number" | "boolean" | "date" | "uuid" | "enum";

/** One declared field of an entity type, as far as a storage or a tool needs to know it. */
export type FieldShape =
  | {
      readonly kind: "scalar";
      readonly type: ScalarType;
      readonly nullable: boolean;
      /** The values of an enum; empty for every other type. */
      readonly values: readonly string[];
    }
  | { readonly kind: "json"; readonly nullable: boolean }
  /** A scalar uuid that names an entity of type `of` but is not followed. */
  | { readonly kind: "id"; readonly of: string; readonly nullable: boolean }
  | {
      readonly kind: "ref";
      readonly classes: () => readonly EntityClass[];
      readonly nullable: boolean;
    }
  | { readonly kind: "list"; readonly classes: () => readonly EntityClass[] }
  | { readonly kind: "dict"; readonly classes: () => readonly EntityClass[] };

/** What is declared of an entity type. */
export interface EntityShape {
  /** The name given to `defineEntity`; stored with every version. */
  readonly type: string;
  /** Names of the types that this one extends, nearest first. */
  readonly bases: readonly string[];
  readonly schemaVersion: number;
  /** Fields that versions of an earlier schema version have, by that version; empty when none can be read. */
  readonly earlier: ReadonlyMap<number, ReadonlyMap<string, FieldShape>>;
  /** Own and inherited fields, in the order of their declaration. */
  readonly fields: ReadonlyMap<string, FieldShape>;
  /** The id field that names the version which versions of this type live and die with; null: none. */
  readonly belongsTo: string | null;
}
