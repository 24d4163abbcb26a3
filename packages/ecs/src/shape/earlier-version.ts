import type { EcsId } from "@minference/protocol";
import type { DictField } from "./dict.ts";
import type { FieldValue } from "./field-types.ts";
import type { ListField } from "./list.ts";
import type { RefField } from "./ref.ts";

/**
 * One earlier shape of an entity type, and the step from it to the next schema version.
 *
 * `upgrade` is given every field of a version of this shape: a scalar, date, id or JSON value as the property read,
 * a sub-entity as the id of its version, lists and dicts as those ids. It gives every field of the next schema
 * version in the same form, no more and no fewer; a link may be renamed, dropped or filtered, and names no version
 * that the old one did not hold. It is asked at each load, for content that was not erased, and changes nothing
 * that is stored; what it gives is checked with the next shape.
 */
export interface EarlierVersion<S> {
  readonly shape: S;
  readonly upgrade: (fields: EarlierValues<S>) => Readonly<Record<string, unknown>>;
}

/** The fields of a version of an earlier shape, as its `upgrade` is given them. */
export type EarlierValues<S> = { readonly [Name in keyof S]: EarlierValue<S[Name]> };

type EarlierValue<F> =
  F extends RefField<unknown, infer Nullable>
    ? EcsId | (Nullable extends true ? null : never)
    : F extends ListField<unknown>
      ? readonly EcsId[]
      : F extends DictField<unknown>
        ? Readonly<Record<string, EcsId>>
        : FieldValue<F>;
