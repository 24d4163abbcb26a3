import type { JsonObject, JsonValue } from "@minference/protocol";

/**
 * The type of the values of a JSON Schema that is written as a literal: `const`, `enum`, `anyOf`, `oneOf`,
 * `type`, `items`, `properties`, `required` and `default`. What it cannot read is `JsonValue`.
 */
export type JsonSchemaValue<S> = S extends { readonly const: infer Value }
  ? Value
  : S extends { readonly enum: readonly (infer Value)[] }
    ? Value
    : S extends { readonly anyOf: readonly (infer Branch)[] }
      ? JsonSchemaValue<Branch>
      : S extends { readonly oneOf: readonly (infer Branch)[] }
        ? JsonSchemaValue<Branch>
        : S extends { readonly type: readonly (infer Name)[] }
          ? OfType<Name, S>
          : S extends { readonly type: infer Name }
            ? OfType<Name, S>
            : S extends { readonly properties: infer Properties }
              ? ObjectOf<Properties, RequiredOf<S>>
              : JsonValue;

type OfType<Name, S> = Name extends "string"
  ? string
  : Name extends "number" | "integer"
    ? number
    : Name extends "boolean"
      ? boolean
      : Name extends "null"
        ? null
        : Name extends "array"
          ? ItemsOf<S>[]
          : Name extends "object"
            ? S extends { readonly properties: infer Properties }
              ? ObjectOf<Properties, RequiredOf<S>>
              : JsonObject
            : JsonValue;

type ItemsOf<S> = S extends { readonly items: infer Items } ? JsonSchemaValue<Items> : JsonValue;

type RequiredOf<S> = S extends { readonly required: readonly (infer Name)[] } ? Name : never;

/** A property with a default is there when the function is called. */
type Present<Properties, Required> = {
  [Name in keyof Properties]: Name extends Required
    ? Name
    : Properties[Name] extends { readonly default: unknown }
      ? Name
      : never;
}[keyof Properties];

type ObjectOf<Properties, Required> = {
  [Name in Present<Properties, Required>]: JsonSchemaValue<Properties[Name]>;
} & {
  [Name in Exclude<keyof Properties, Present<Properties, Required>>]?: JsonSchemaValue<
    Properties[Name]
  >;
};
