import {
  SchemaInvalidError,
  type JsonObject,
  type ModelProfile,
  type OutputFormat,
  type ToolSpec,
} from "@minference/protocol";
import { openAIStrictProblem } from "../tools/openai-strict-subset.ts";
import type { ToolPlan } from "../tools/tool-plan.ts";

/**
 * Tools, tool choice and response format of a chat completions body (spec 4.3, 5.4).
 *
 * @throws {SchemaInvalidError} a strict schema output is outside of the strict subset (T21).
 */
export function openAIChatToolFields(plan: ToolPlan, profile: ModelProfile): JsonObject {
  const format = plan.schema === null ? null : schemaFormat(plan.schema, profile);
  return {
    ...(format !== null && { response_format: format }),
    ...(plan.tools.length > 0 && {
      tools: plan.tools.map((tool) => openAIChatTool(tool, profile)),
      ...choiceFields(plan, profile),
    }),
  };
}

/** One tool as chat completions offer it. */
export function openAIChatTool(
  tool: ToolSpec,
  profile: Pick<ModelProfile, "strictSubset">,
): JsonObject {
  const isStrict = tool.strict && isInSubset(tool.parameters, profile);
  return {
    type: "function",
    function: {
      name: tool.name,
      description: describedAs(tool),
      parameters: objectSchema(tool.parameters),
      ...(isStrict && { strict: true }),
    },
  };
}

function describedAs({ name, description }: ToolSpec): string {
  return description === null || description === "" ? `Execute ${name} function` : description;
}

function isInSubset(
  schema: JsonObject,
  { strictSubset }: Pick<ModelProfile, "strictSubset">,
): boolean {
  return strictSubset === "openai" && openAIStrictProblem(schema) === null;
}

/** A tool without parameters is sent like any other (5.1). */
function objectSchema(schema: JsonObject): JsonObject {
  return schema["type"] === undefined ? { type: "object", properties: {}, ...schema } : schema;
}

function choiceFields({ choice }: ToolPlan, profile: ModelProfile): JsonObject {
  // o-series models answer 400 even to `false`
  const onlyOne = profile.parallelToolCalls ? { parallel_tool_calls: false } : {};
  switch (choice.kind) {
    case "none":
      return { tool_choice: "none" };
    case "auto":
      return { tool_choice: "auto", ...(choice.calls === "one" && onlyOne) };
    case "forced":
      return {
        tool_choice: { type: "function", function: { name: choice.name } },
        ...onlyOne,
      };
    default:
      return choice satisfies never;
  }
}

function schemaFormat(
  output: Extract<OutputFormat, { kind: "schema" }>,
  profile: ModelProfile,
): JsonObject {
  const { name, description, schema, strict } = output;
  if (strict) refuseOutsideSubset(schema, profile);
  const described = description === "" ? {} : { description };
  return { type: "json_schema", json_schema: { name, ...described, schema, strict } };
}

function refuseOutsideSubset(schema: JsonObject, { strictSubset }: ModelProfile): void {
  const found = strictSubset === "openai" ? openAIStrictProblem(schema) : null;
  if (found === null) return;
  throw new SchemaInvalidError({
    problem: `The schema is outside of OpenAI's strict subset: at ${found.path || "its root"}, ${found.problem}`,
    remedy: "Change it there, or set strictSchema to false",
    path: `jsonSchema${found.path === "" ? "" : `.${found.path}`}`,
  });
}
