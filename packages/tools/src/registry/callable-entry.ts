import { InvalidRequestError, type JsonObject } from "@minference/protocol";
import { types } from "node:util";
import { argumentSchema } from "../schema/argument-schema.ts";
import { freezeJson } from "../schema/json-copy.ts";
import { resultSchema } from "../schema/result-schema.ts";
import { requireAgreement } from "../schema/schema-differences.ts";
import type { SchemaCompiler } from "../schema/schema-compiler.ts";
import { requireSafeToolName } from "../schema/tool-name.ts";
import type { ToolSchema } from "../schema/tool-schema.ts";
import type { CallableInfo, CallableRegistration } from "./callable.ts";
import type { ToolFunction } from "./tool-function.ts";

/** One name of a registry: its function, what it was registered with, and what that says. */
export interface CallableEntry {
  readonly fn: ToolFunction;
  readonly registration: CallableRegistration;
  readonly info: CallableInfo;
}

/** A function under its name, before anything about it is known to be right. */
export interface NewCallable {
  readonly name: string;
  readonly fn: ToolFunction;
  readonly registration: CallableRegistration;
  readonly registeredAt: Date;
}

/**
 * Checks a registration whole and makes its entry; nothing is stored.
 *
 * @throws {UnsafeNameError} the name is not 1 to 64 of `A-Z a-z 0-9 _ -` (T14).
 * @throws {MissingSchemaError} without a schema of the arguments, or with one that yields no JSON Schema.
 * @throws {SchemaMismatchError} a given and a derived schema differ.
 * @throws {SchemaInvalidError} a schema is broken or hostile (T17).
 * @throws {InvalidRequestError} what was given as the function is none.
 */
export function callableEntry(callable: NewCallable, compiler: SchemaCompiler): CallableEntry {
  const { name, fn, registration } = callable;
  requireSafeToolName(name);
  if (typeof fn !== "function") {
    throw new InvalidRequestError({
      problem: `The tool ${name} was registered without a function`,
      remedy: "Give the function that the tool runs",
    });
  }
  const info = callableInfo(callable);
  const use = info.strictSchema ? "strict arguments" : "arguments";
  compiler.compile(info.inputSchema, `inputSchema of ${name}`, use);
  compiler.compile(info.outputSchema, `outputSchema of ${name}`, "result");
  return { fn, registration, info };
}

function callableInfo({ name, fn, registration, registeredAt }: NewCallable): CallableInfo {
  const { inputSchema, outputSchema } = registration;
  const input = { schema: inputSchema, given: registration.givenInputSchema };
  const output = { schema: outputSchema, given: registration.givenOutputSchema };
  return Object.freeze({
    name,
    description: registration.description ?? null,
    inputSchema: agreed(input, `inputSchema of ${name}`, argumentSchema),
    outputSchema: agreed(output, `outputSchema of ${name}`, resultSchema),
    strictSchema: registration.strictSchema ?? true,
    sequential: registration.sequential ?? false,
    repeatable: registration.repeatable ?? false,
    approve: registration.approve ?? null,
    isAsync: types.isAsyncFunction(fn),
    origin: "function" as const,
    registeredAt,
  });
}

/** The schema by hand where there is one, else the derived one; where there are both, they agree. */
function agreed(
  {
    schema,
    given,
  }: { readonly schema: ToolSchema | undefined; readonly given: JsonObject | undefined },
  name: string,
  toJsonSchema: (schema: ToolSchema | undefined, name: string) => JsonObject,
): JsonObject {
  const derived = toJsonSchema(schema ?? given, name);
  if (given === undefined || schema === undefined) return freezeJson(derived);
  const byHand = toJsonSchema(given, name);
  requireAgreement(byHand, derived, name);
  return freezeJson(byHand);
}
