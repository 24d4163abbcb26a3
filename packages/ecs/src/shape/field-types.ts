import type { EcsId } from "@minference/protocol";
import type { z } from "zod";
import type { DictField } from "./dict.ts";
import type { EntityOf } from "./entity-class.ts";
import type { IdField } from "./id.ts";
import type { JsonField } from "./json.ts";
import type { ListField } from "./list.ts";
import type { NowField } from "./now.ts";
import type { RefField } from "./ref.ts";

/** How one field is declared: a Zod schema for a scalar, or a field helper. */
export type Field =
  | z.ZodType
  | RefField<unknown>
  | ListField<unknown>
  | DictField<unknown>
  | IdField
  | JsonField<unknown>
  | NowField;

/** The declared fields of an entity type, by name. */
export type Fields = Readonly<Record<string, Field>>;

/** JSON data that cannot be changed in place, at any depth. */
export type Frozen<T> = T extends Date
  ? T
  : T extends readonly (infer Item)[]
    ? readonly Frozen<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Frozen<T[Key]> }
      : T;

/** What a field reads as. */
export type FieldValue<F> =
  F extends RefField<infer C, infer Nullable>
    ? EntityOf<C> | (Nullable extends true ? null : never)
    : F extends ListField<infer C>
      ? readonly EntityOf<C>[]
      : F extends DictField<infer C>
        ? Readonly<Record<string, EntityOf<C>>>
        : F extends IdField<infer Nullable>
          ? EcsId | (Nullable extends true ? null : never)
          : F extends JsonField<infer T>
            ? Frozen<T>
            : F extends NowField
              ? Date
              : F extends z.ZodType
                ? Frozen<z.output<F>>
                : never;

/** The fields of an entity as properties. */
export type FieldValues<S> = { [Name in keyof S]: FieldValue<S[Name]> };

type IsOptional<F> =
  F extends RefField<unknown, infer Nullable>
    ? Nullable
    : F extends ListField<unknown> | DictField<unknown> | NowField
      ? true
      : F extends IdField<infer Nullable>
        ? Nullable
        : F extends JsonField<unknown, infer HasDefault>
          ? HasDefault
          : F extends z.ZodType
            ? undefined extends z.input<F>
              ? true
              : false
            : false;

type OptionalNames<S> = {
  [Name in keyof S]: IsOptional<S[Name]> extends true ? Name : never;
}[keyof S];

/** What a constructor takes: required fields, and those with a default if they are to differ. */
export type FieldsInput<S> = {
  readonly [Name in Exclude<keyof S, OptionalNames<S>>]: FieldValue<S[Name]>;
} & { readonly [Name in OptionalNames<S>]?: FieldValue<S[Name]> };

/** Names of the list fields of a shape. */
export type ListNames<S> = {
  [Name in keyof S]: S[Name] extends ListField<unknown> ? Name : never;
}[keyof S];

/** What one item of a list field is. */
export type ListItem<F> = F extends ListField<infer C> ? EntityOf<C> : never;
