import { describe, expect, test } from "@jest/globals";
import {
  isJsonObject,
  type ChatRequest,
  type JsonObject,
  type JsonValue,
  type ModelProfile,
  type NeutralMessage,
} from "@minference/protocol";
import {
  anthropicBody,
  bodyOf,
  bodyText,
  openAIChatBody,
  parseAnswer,
  requestHashOf,
  wireHash,
} from "@minference/wire";
import fc from "fast-check";
import { aCheckingClaude, aClaude, aTool } from "./a-claude.ts";
import { aClaudeMessage, aCompletion } from "./a-received-answer.ts";
import { aProfile, aRequest, aUser } from "./a-request.ts";

type Mode = Partial<Pick<ChatRequest, "toolChoice" | "output" | "prefill" | "postfill">>;
type Rendered = ReturnType<typeof anthropicBody>;

/** One wire: how a request is rendered for it, and how it words an answer. */
interface Wire {
  readonly client: "openai" | "anthropic";
  readonly render: (request: ChatRequest) => Rendered;
  readonly word: (answer: Answer) => JsonObject;
}

/** What a model answers: a text, names of tools that it calls, and whether it signs what it thought. */
interface Answer {
  readonly text: string;
  readonly calls: readonly string[];
  readonly signs: boolean;
}

/** One turn of a thread: what the user says, if anything, in which mode, and the answer. */
interface Turn extends Answer {
  readonly says: readonly string[];
  readonly mode: Mode;
}

const tools = [aTool("look_up"), aTool("count"), aTool("report", { kind: "structured" })];

function aWireOf(profile: ModelProfile): Wire {
  const isChat = profile.api === "chat";
  const render = isChat ? openAIChatBody : anthropicBody;
  return {
    client: isChat ? "openai" : "anthropic",
    render: (request) => render(request, profile, "m"),
    word: isChat ? chatAnswer : claudeAnswer,
  };
}

function chatAnswer({ text, calls }: Answer): JsonObject {
  const entries = calls.map((name, index) => ({
    id: `call_${index}`,
    type: "function",
    function: { name, arguments: '{"id":"x"}' },
  }));
  return aCompletion({ content: text, ...(calls.length > 0 && { tool_calls: entries }) });
}

function claudeAnswer({ text, calls, signs }: Answer): JsonObject {
  const uses = calls.map((name, index) => ({
    ...{ type: "tool_use", id: `toolu_${index}`, name, input: { id: "x" } },
  }));
  const thought = signs ? [{ type: "thinking", thinking: "Hm.", signature: "s" }] : [];
  return aClaudeMessage([...thought, { type: "text", text }, ...uses]);
}

/** System, tools and messages of a body as bytes, cache marks and prefill left out, open at its end. */
function renderedPrefix({ envelope, messages }: Rendered): string {
  const { patches } = envelope;
  const bare = { ...envelope, patches: { ...patches, prefill: null, cacheMarks: [] } };
  const body = bodyOf(bare, messages);
  const parts = [body["system"], body["tools"], body["messages"]];
  return JSON.stringify(parts.map((part) => unmarked(part ?? null))).slice(0, -2);
}

function unmarked(part: JsonValue): JsonValue {
  if (!Array.isArray(part)) return part;
  return part.map((each: JsonValue) => {
    if (!isJsonObject(each)) return each;
    const { cache_control: _mark, ...rest } = each;
    return rest;
  });
}

/** The rendered prefixes of the turns of one thread, each asked as the threads package would. */
function prefixes(wire: Wire, turns: readonly Turn[]): string[] {
  const messages: NeutralMessage[] = [];
  return turns.map(({ says, mode, ...answered }) => {
    const isAsked = messages.at(-1)?.role === "tool";
    messages.push(...(isAsked ? says : ["Go.", ...says]).map(aUser));
    const request = aRequest({ client: wire.client, model: "m", tools, messages, ...mode });
    const rendered = wire.render({ ...request, messages: [...messages] });
    messages.push(...answerTo(rendered, wire, answered));
    return renderedPrefix(rendered);
  });
}

function answerTo({ envelope, messages }: Rendered, wire: Wire, given: Answer): NeutralMessage[] {
  const { answer } = parseAnswer({
    client: wire.client,
    envelope,
    rawResult: wire.word({ ...given, calls: envelope.output.kind === "json" ? [] : given.calls }),
    httpStatus: 200,
    providerRequestId: null,
    requestHash: requestHashOf(bodyText(envelope, messages)),
    wireHash: wireHash(messages),
  });
  const { content, toolCalls, replay } = answer;
  const results = toolCalls.map(({ id }): NeutralMessage => ({
    role: "tool",
    content: "1",
    toolCallId: id,
    isError: false,
  }));
  return [{ role: "assistant", content: content ?? "", toolCalls, replay }, ...results];
}

/** Threads of up to six turns in these modes; `calls`: the tools that the model may call. */
function threads(modes: readonly Mode[], calls: readonly string[]) {
  const turn = fc.record({
    says: fc.array(fc.oneof(fc.string(), fc.constant(" ")), { maxLength: 2 }),
    mode: fc.constantFrom(...modes),
    text: fc.oneof(fc.string(), fc.constant('{"price":3}')),
    calls:
      calls.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...calls), { maxLength: 3 }),
    signs: fc.boolean(),
  });
  return fc.array(turn, { minLength: 2, maxLength: 6 });
}

function expectStable(profile: ModelProfile, modes: readonly Mode[], calls: readonly string[]) {
  const wire = aWireOf(profile);
  fc.assert(
    fc.property(threads(modes, calls), (turns) => {
      const rendered = prefixes(wire, turns);
      for (const [index, prefix] of rendered.slice(1).entries()) {
        expect(prefix.startsWith(rendered[index] ?? "none")).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
}

const schema = { type: "object", properties: {}, required: [], additionalProperties: false };
const text: Mode = {};
const auto: Mode = { toolChoice: { kind: "auto", names: ["look_up", "count"] } };
const forced: Mode = { toolChoice: { kind: "tool", name: "look_up" } };
const structured: Mode = {
  output: { kind: "schema", schema, name: "x", description: "", strict: true },
};
const json: Mode = { output: { kind: "json" }, prefill: "Here:", postfill: "\nAs JSON." };

const stable = [
  ["text", text, []],
  ["auto_tools", auto, ["look_up", "count", "gone"]],
  ["tool with the same tool", forced, ["look_up"]],
  ["structured_output", structured, []],
] as const;

describe("the rendered prefix of a turn begins with that of the turn before, byte for byte (4.3)", () => {
  test.each(stable)("%s over chat completions", (_, mode, calls) => {
    expectStable(aProfile(), [mode], calls);
  });

  test.each(stable)("%s over Anthropic's messages", (_, mode, calls) => {
    expectStable(aClaude(), [mode], calls);
  });

  test("json_beg with a prefill", () => {
    expectStable(aClaude({ prefill: true }), [json], []);
  });

  test("every mode, and each change between them, where blocks are checked against the prefix", () => {
    const modes = [text, auto, forced, structured, json];
    expectStable(aCheckingClaude(), modes, ["look_up", "count"]);
  });
});

test("a postfill that does not stay changes the last user turn of the turn before, and no more", () => {
  const turns = ["One.", "Two."].map((said) => ({
    ...{ says: [said], mode: json, text: "Hm.", calls: [], signs: false },
  }));
  const [first = "", second = ""] = prefixes(aWireOf(aClaude()), turns);
  expect(second.startsWith(first)).toBe(false);
  expect(second.startsWith(first.slice(0, first.indexOf("\\nAs JSON.")))).toBe(true);
});
