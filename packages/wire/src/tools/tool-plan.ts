import {
  InvalidRequestError,
  type ChatRequest,
  type ModelProfile,
  type OutputFormat,
  type ToolSpec,
} from "@minference/protocol";
import { parsedContentName, type AskedOutput } from "../output/asked-output.ts";
import { openAIStrictProblem } from "./openai-strict-subset.ts";

/** What is sent of the tools of a request, and how the answer is to be read. */
export interface ToolPlan {
  /** In the thread's order; with none there is no choice either. */
  readonly tools: readonly ToolSpec[];
  readonly choice:
    | { readonly kind: "none" }
    | { readonly kind: "auto"; readonly calls: "many" | "one" }
    | { readonly kind: "forced"; readonly name: string };
  /** The native schema output to ask for; null: none. */
  readonly schema: Extract<OutputFormat, { kind: "schema" }> | null;
  /** The sentence that asks for the call where a tool cannot be forced; null: none. */
  readonly sentence: string | null;
  readonly output: AskedOutput;
  readonly warnings: readonly string[];
}

/** What a plan depends on beside the request. */
export interface PlanningModel {
  readonly profile: ModelProfile;
  /** True when the model thinks in this request: some cannot be forced then. */
  readonly thinks: boolean;
  /** What a schema without strictness is asked for by. */
  readonly looseSchema: "native" | "tool";
}

/**
 * How a mode's tools and schema are asked of one model (spec 4.2–4.4). Where signed blocks are checked against the
 * prefix, the whole list of tools goes out in every mode, so that the prefix stays.
 *
 * @throws {InvalidRequestError} the tool choice names a tool that the request does not have.
 */
export function toolPlan(request: ChatRequest, model: PlanningModel): ToolPlan {
  const { output, toolChoice } = request;
  if (output.kind === "schema") return schemaPlan(request, output, model);
  switch (toolChoice.kind) {
    case "none":
      return { ...unused(request, model), output: textOrJson(output) };
    case "auto":
      return autoPlan(request, toolChoice.names, model);
    case "tool":
      return forcedPlan(request, toolNamed(request, toolChoice.name), model);
    default:
      return toolChoice satisfies never;
  }
}

const plain = { schema: null, sentence: null, warnings: [] } as const;

/** No tool is offered. */
function unused({ tools }: ChatRequest, { profile }: PlanningModel): Omit<ToolPlan, "output"> {
  return { ...plain, tools: profile.prefixCheck ? tools : [], choice: { kind: "none" } };
}

function textOrJson(output: Exclude<OutputFormat, { kind: "schema" }>): AskedOutput {
  return output.kind === "text" ? { kind: "text" } : { kind: "json", name: parsedContentName };
}

function autoPlan(
  request: ChatRequest,
  names: readonly string[],
  { profile }: PlanningModel,
): ToolPlan {
  const offered = names.map((name) => toolNamed(request, name));
  return {
    ...plain,
    tools: profile.prefixCheck ? request.tools : offered,
    choice: { kind: "auto", calls: "many" },
    output: { kind: "text" },
  };
}

function forcedPlan(request: ChatRequest, tool: ToolSpec, model: PlanningModel): ToolPlan {
  const { profile } = model;
  const { name } = tool;
  if (canForce(model)) {
    const choice = { kind: "forced", name } as const;
    return { ...plain, tools: [tool], choice, output: { kind: "call", name } };
  }
  const warnings = ["tool_choice_emulated"];
  if (tool.kind === "structured" && profile.nativeJsonSchema) {
    const schema = {
      kind: "schema",
      schema: tool.parameters,
      name,
      description: tool.description ?? "",
      // as a tool outside the subset it would be offered without strictness
      strict: tool.strict && isInSubset(tool, profile),
    } as const;
    return { ...unused(request, model), schema, output: { kind: "json", name }, warnings };
  }
  return {
    ...plain,
    tools: profile.prefixCheck ? request.tools : [tool],
    choice: { kind: "auto", calls: "one" },
    sentence: sentenceFor(name),
    output: { kind: "call", name },
    warnings,
  };
}

function isInSubset({ parameters }: ToolSpec, { strictSubset }: ModelProfile): boolean {
  return strictSubset !== "openai" || openAIStrictProblem(parameters) === null;
}

function schemaPlan(
  request: ChatRequest,
  output: Extract<OutputFormat, { kind: "schema" }>,
  model: PlanningModel,
): ToolPlan {
  const { nativeJsonSchema } = model.profile;
  const { name, schema: parameters, description, strict } = output;
  const wantsNative = nativeJsonSchema && (strict || model.looseSchema === "native");
  if (wantsNative || (nativeJsonSchema && !canForce(model))) {
    return { ...unused(request, model), schema: output, output: { kind: "json", name } };
  }
  const tool: ToolSpec = { kind: "structured", name, description, parameters, strict };
  const forced = forcedPlan(request, tool, model);
  return {
    ...forced,
    tools: withTool(forced.tools, tool),
    output: { kind: "json_by_call", name },
    warnings: ["schema_emulated", ...forced.warnings],
  };
}

function withTool(tools: readonly ToolSpec[], tool: ToolSpec): readonly ToolSpec[] {
  return tools.some(({ name }) => name === tool.name) ? tools : [...tools, tool];
}

function canForce({ profile, thinks }: PlanningModel): boolean {
  if (profile.prefixCheck) return false;
  return profile.forcedTool === "yes" || (profile.forcedTool === "thinking_off" && !thinks);
}

function sentenceFor(name: string): string {
  return `\n\nAnswer by calling the tool "${name}".`;
}

function toolNamed({ tools }: ChatRequest, name: string): ToolSpec {
  const tool = tools.find((each) => each.name === name);
  if (tool !== undefined) return tool;
  throw new InvalidRequestError({
    problem: `The tool choice names ${name}, which is not among the tools of the request`,
    remedy: `Use one of ${tools.map((each) => each.name).join(", ") || "none: it has no tools"}`,
    path: "toolChoice",
  });
}
