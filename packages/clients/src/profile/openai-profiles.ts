import type { ModelProfile } from "@minference/protocol";
import { findProfile, type ProfileRow } from "./profile-row.ts";

/**
 * The profile of an OpenAI model: the first row that matches, users' rows first. An unknown `gpt-*` or
 * `o<digit>*` is taken for the newest model, any other name for a compatible server's.
 */
export function openAIProfile(model: string, userRows: readonly ProfileRow[]): ModelProfile {
  return findProfile(model, [...userRows, ...openAIProfiles]) ?? other;
}

/** Flags that all OpenAI models share. */
const shared = {
  maxTokensField: "max_completion_tokens",
  prefill: false,
  forcedTool: "yes",
  nativeJsonSchema: true,
  reasoning: "effort_field",
  parallelToolCalls: true,
  systemRole: "developer",
  strictSubset: "openai",
  prefixCheck: false,
  minCacheTokens: 1024,
} as const;

/** Reasons always, over Responses only. */
const newest: ModelProfile = {
  ...shared,
  api: "responses",
  efforts: ["low", "medium", "high", "xhigh", "max"],
  thinkingOff: "never",
  sampling: "no",
  toolsWithReasoning: false,
  toolsOverChat: false,
};

/** Reasoning can be turned off; over Responses only. */
const gpt6: ModelProfile = {
  ...shared,
  api: "responses",
  efforts: ["none", "low", "medium", "high", "xhigh", "max"],
  thinkingOff: "none",
  sampling: "none",
  toolsWithReasoning: false,
  toolsOverChat: true,
};

/** Plain text over chat, tools and reasoning over Responses. */
const gpt56: ModelProfile = { ...gpt6, api: "responses*" };

const gpt5x: ModelProfile = {
  ...gpt6,
  api: "chat",
  efforts: ["none", "low", "medium", "high", "xhigh"],
  toolsWithReasoning: true,
};

/** No reasoning: a classic chat model. */
const classic: ModelProfile = {
  ...shared,
  api: "chat",
  reasoning: "none",
  efforts: [],
  thinkingOff: "omit",
  sampling: "yes",
  toolsWithReasoning: true,
  toolsOverChat: true,
  systemRole: "system",
};

/** A compatible server, or a deployment that `modelOf` does not name. */
const other: ModelProfile = { ...classic, minCacheTokens: null };

const stated = {
  source:
    "wire-profiles.md section 2: OpenAI documentation and issues named there, types of openai 6.49.0",
  date: "2026-11-24",
};

function row(names: string, profile: ModelProfile): ProfileRow {
  // with or without a date, as -2025-08-07 or -0613
  return {
    pattern: new RegExp(`^(?:${names})(?:-\\d{4}(?:-\\d{2}-\\d{2})?)?$`),
    profile,
    ...stated,
  };
}

/** The rows of spec 4.4, exceptions before the families that they belong to. */
export const openAIProfiles: readonly ProfileRow[] = [
  row(".*-chat-latest", classic),
  row("o1-pro|o3-pro|gpt-5-pro|gpt-5-codex|gpt-5\\.1-codex-max", {
    ...newest,
    efforts: ["low", "medium", "high"],
  }),
  row("gpt-6-astra|gpt-6\\.1-(?:sol|terra)", newest),
  row("gpt-6-(?:sol|luna)", gpt6),
  row("gpt-5\\.6(?:-(?:sol|terra|luna))?", gpt56),
  row("gpt-5\\.5", { ...gpt56, efforts: gpt5x.efforts }),
  row("gpt-5\\.4(?:-(?:mini|nano))?", { ...gpt56, efforts: gpt5x.efforts }),
  row("gpt-5\\.[23]", gpt5x),
  row("gpt-5\\.1(?:-(?:mini|codex))?", { ...gpt5x, efforts: ["none", "low", "medium", "high"] }),
  row("gpt-5(?:-(?:mini|nano))?", {
    ...gpt5x,
    efforts: ["minimal", "low", "medium", "high"],
    thinkingOff: "never",
    sampling: "no",
  }),
  row("o1|o3|o3-mini|o4-mini", {
    ...gpt5x,
    efforts: ["low", "medium", "high"],
    thinkingOff: "never",
    sampling: "no",
    parallelToolCalls: false,
  }),
  row("gpt-4o.*|gpt-4\\.1.*|gpt-4(?:-turbo.*)?|gpt-3\\.5-turbo.*", classic),
  row("gpt-.*|o\\d.*", newest),
];
