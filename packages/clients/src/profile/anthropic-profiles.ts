import type { ModelProfile } from "@minference/protocol";
import { findProfile, type ProfileRow } from "./profile-row.ts";

/**
 * The profile of an Anthropic model: the first row that matches, users' rows first. An unknown name is taken for the
 * newest model.
 */
export function anthropicProfile(
  model: string,
  userRows: readonly ProfileRow[],
  apiVersion: "2026-10-21" | "2023-06-01",
): ModelProfile {
  const own = findProfile(model, userRows);
  if (own !== null) return own;
  const profile = findProfile(model, anthropicProfiles) ?? newest;
  // from this version on no model takes a temperature, not even the default one
  return apiVersion === "2026-10-21" ? { ...profile, sampling: "no" } : profile;
}

/** Flags that all Anthropic models share. */
const shared = {
  api: "messages",
  maxTokensField: "max_tokens",
  nativeJsonSchema: true,
  toolsWithReasoning: true,
  toolsOverChat: true,
  parallelToolCalls: true,
  systemRole: "system",
  strictSubset: "anthropic",
} as const;

/** Thinks always, checks its signed blocks against the whole prefix, and cannot be made to call a tool. */
const newest: ModelProfile = {
  ...shared,
  sampling: "no",
  reasoning: "always",
  thinkingOff: "never",
  efforts: ["low", "medium", "high", "xhigh", "max"],
  prefill: false,
  forcedTool: "no",
  prefixCheck: true,
  minCacheTokens: 512,
};

/** Thinks unless told not to; its blocks are not checked against the prefix. */
const claude5: ModelProfile = {
  ...newest,
  reasoning: "adaptive",
  thinkingOff: "disabled",
  forcedTool: "yes",
  prefixCheck: false,
};

/** Thinks only when told to. */
const claude48: ModelProfile = { ...claude5, thinkingOff: "omit", minCacheTokens: 1024 };

const claude46: ModelProfile = {
  ...claude48,
  sampling: "yes",
  efforts: ["low", "medium", "high", "max"],
  forcedTool: "thinking_off",
};

/** Thinks within a budget, and takes the beginning of its answer. */
const claude45: ModelProfile = {
  ...claude46,
  reasoning: "budget",
  efforts: ["low", "medium", "high"],
  prefill: true,
};

const stated = {
  source:
    "wire-profiles.md section 1: platform.claude.com documentation, types of @anthropic-ai/sdk 1.13.0",
  date: "2026-11-24",
};

function row(names: string, profile: ModelProfile): ProfileRow {
  // with or without a date, as -20250929, and @20250929 of a cloud
  return {
    pattern: new RegExp(`^claude-(?:${names})(?:[-@]\\d{8})?(?:-latest)?$`),
    profile,
    ...stated,
  };
}

/** The rows of spec 4.4. */
export const anthropicProfiles: readonly ProfileRow[] = [
  row("opus-5-5|fable-5-[12]|mythos-5-[12]", newest),
  row("sonnet-5-5", {
    ...newest,
    reasoning: "adaptive",
    thinkingOff: "between_tools",
    minCacheTokens: null,
  }),
  row("haiku-5-5", { ...newest, reasoning: "adaptive", thinkingOff: "disabled" }),
  row("opus-5", claude5),
  row("sonnet-5", { ...claude5, minCacheTokens: 1024 }),
  row("fable-5|mythos-5", { ...claude5, reasoning: "always", thinkingOff: "never" }),
  row("opus-4-8", claude48),
  row("opus-4-7", { ...claude48, forcedTool: "thinking_off", minCacheTokens: 2048 }),
  row("opus-4-6", { ...claude46, minCacheTokens: 4096 }),
  row("sonnet-4-6", claude46),
  row("opus-4-5|haiku-4-5", { ...claude45, minCacheTokens: 4096 }),
  row("sonnet-4-5", claude45),
];
