// boundary: what Ajv reports of its own keywords has the form that its documentation gives
import type { JsonValue } from "@minference/protocol";
import type { ErrorObject } from "ajv";

/** One place where a value breaks its schema. Holds names of keys and what is expected, never a value (E4). */
export interface SchemaProblem {
  /** Keys and positions joined by dots; empty for the value itself. */
  readonly path: string;
  /** What the schema asks for there: `must be number`, `is required`. */
  readonly expected: string;
}

/** Most problems that are told of one value. */
export const maxProblems = 10;

/** What Ajv found, each place and expectation once, at most {@link maxProblems}. */
export function schemaProblems(errors: readonly ErrorObject[]): readonly SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  // where a part of a schema fails, its properties count as not evaluated: that is no problem of its own
  const causes = errors.filter(({ keyword }) => keyword !== "unevaluatedProperties");
  for (const error of causes.length > 0 ? causes : errors) {
    const problem = schemaProblem(error);
    problems.set(`${problem.path}\n${problem.expected}`, problem);
    if (problems.size === maxProblems) break;
  }
  return [...problems.values()];
}

/** One sentence: `items.0.price must be number; name is required`. `subject` stands for an empty path. */
export function problemText(problems: readonly SchemaProblem[], subject: string): string {
  return problems
    .map(({ path, expected }) => `${path === "" ? subject : path} ${expected}`)
    .join("; ");
}

function schemaProblem(error: ErrorObject): SchemaProblem {
  const path = error.instancePath.split("/").slice(1).map(unescaped);
  const params = error.params as Readonly<Record<string, JsonValue | undefined>>; // plain data of the schema, and keys
  const at = (key: JsonValue | undefined, expected: string): SchemaProblem =>
    problem([...path, typeof key === "string" ? key : "?"], expected);
  switch (error.keyword) {
    case "required":
    case "dependentRequired":
    case "dependencies":
      return at(params["missingProperty"], "is required");
    case "additionalProperties":
      return at(params["additionalProperty"], "is not a known property");
    case "unevaluatedProperties":
      return at(params["unevaluatedProperty"], "is not a known property");
    case "enum":
      return problem(path, `must be one of ${listed(params["allowedValues"])}`);
    case "const":
      return problem(path, `must be ${listed(params["allowedValue"])}`);
    default:
      return problem(path, (error.message ?? `breaks ${error.keyword}`).slice(0, 300));
  }
}

function problem(path: readonly string[], expected: string): SchemaProblem {
  return { path: path.map((part) => part.slice(0, 80)).join("."), expected };
}

function listed(allowed: JsonValue | undefined): string {
  const text = JSON.stringify(allowed ?? null);
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`;
}

function unescaped(part: string): string {
  return part.replaceAll("~1", "/").replaceAll("~0", "~");
}
