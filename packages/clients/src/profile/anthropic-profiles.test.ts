import { expect, test } from "@jest/globals";
import type { ModelProfile } from "@minference/protocol";
import { anthropicProfile, anthropicProfiles } from "./anthropic-profiles.ts";

/** What tells the rows of spec 4.4 apart. */
function flags(model: string) {
  const profile = anthropicProfile(model, [], "2023-06-01");
  const { reasoning, thinkingOff, efforts, forcedTool, sampling, minCacheTokens } = profile;
  const marks = [profile.prefill ? "prefill" : "", profile.prefixCheck ? "checks" : ""].join("");
  const range = efforts.join(" ");
  return [reasoning, thinkingOff, range, forcedTool, sampling, marks, minCacheTokens];
}

const all = "low medium high xhigh max";
const newest = ["always", "never", all, "no", "no", "checks", 512];
const claude5 = ["adaptive", "disabled", all, "yes", "no", "", 512];
const fable5 = ["always", "never", all, "yes", "no", "", 512];
const four = "low medium high max";
const three = "low medium high";

test.each([
  ["claude-opus-5-5", newest],
  ["claude-fable-5-1", newest],
  ["claude-fable-5-2", newest],
  ["claude-mythos-5-1", newest],
  ["claude-mythos-5-2-20261001", newest],
  ["claude-opus-6", newest],
  ["claude-opus-5-50", newest],
  ["my-alias", newest],
  ["claude-sonnet-5-5", ["adaptive", "between_tools", all, "no", "no", "checks", null]],
  ["claude-haiku-5-5", ["adaptive", "disabled", all, "no", "no", "checks", 512]],
  ["claude-opus-5", claude5],
  ["claude-opus-5-20260601", claude5],
  ["claude-sonnet-5", [...claude5.slice(0, -1), 1024]],
  ["claude-fable-5", fable5],
  ["claude-mythos-5", fable5],
  ["claude-opus-4-8", ["adaptive", "omit", all, "yes", "no", "", 1024]],
  ["claude-opus-4-7", ["adaptive", "omit", all, "thinking_off", "no", "", 2048]],
  ["claude-opus-4-6", ["adaptive", "omit", four, "thinking_off", "yes", "", 4096]],
  ["claude-sonnet-4-6", ["adaptive", "omit", four, "thinking_off", "yes", "", 1024]],
  ["claude-opus-4-5-20251101", ["budget", "omit", three, "thinking_off", "yes", "prefill", 4096]],
  ["claude-sonnet-4-5@20250929", ["budget", "omit", three, "thinking_off", "yes", "prefill", 1024]],
  ["claude-haiku-4-5", ["budget", "omit", three, "thinking_off", "yes", "prefill", 4096]],
])("%s has the flags of its row (spec 4.4)", (model, expected) => {
  expect(flags(model)).toEqual(expected);
});

test("under the newer version no model samples as it is told", () => {
  for (const model of ["claude-sonnet-4-5", "claude-opus-4-6", "claude-opus-5-5"]) {
    expect(anthropicProfile(model, [], "2026-10-21").sampling).toBe("no");
  }
});

test("a row of the user's comes before the built-in ones, whatever the version", () => {
  const own: ModelProfile = {
    ...anthropicProfile("claude-opus-5", [], "2026-10-21"),
    sampling: "yes",
  };
  const rows = [{ pattern: /^mine$/, profile: own, source: "our own test", date: "2026-11-24" }];
  expect(anthropicProfile("mine", rows, "2026-10-21").sampling).toBe("yes");
  expect(anthropicProfile("claude-opus-5", rows, "2026-10-21").sampling).toBe("no");
});

test("each built-in row says where it comes from and when it was checked", () => {
  for (const row of anthropicProfiles) {
    expect(row.source).not.toBe("");
    expect(row.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
});
