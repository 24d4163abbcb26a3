import { expect, test } from "@jest/globals";
import type { ModelProfile } from "@minference/protocol";
import { openAIProfile, openAIProfiles } from "./openai-profiles.ts";

/** What tells the rows of spec 4.4 apart. */
function flags(model: string) {
  const { api, thinkingOff, sampling, efforts, systemRole } = openAIProfile(model, []);
  return [api, thinkingOff, sampling, efforts.join(" "), systemRole];
}

const always = ["responses", "never", "no", "low medium high xhigh max", "developer"];
const six = ["responses", "none", "none", "none low medium high xhigh max", "developer"];
const fiveSix = ["responses*", ...six.slice(1)];
const fiveFive = ["responses*", "none", "none", "none low medium high xhigh", "developer"];
const fiveTwo = ["chat", ...fiveFive.slice(1)];
const five = ["chat", "never", "no", "minimal low medium high", "developer"];
const oSeries = ["chat", "never", "no", "low medium high", "developer"];
const responsesOnly = ["responses", ...oSeries.slice(1)];
const classic = ["chat", "omit", "yes", "", "system"];

test.each([
  ["gpt-6-astra", always],
  ["gpt-6.1-sol", always],
  ["gpt-6.1-terra-2026-10-01", always],
  ["gpt-7", always],
  ["o9-mini", always],
  ["gpt-6-sol", six],
  ["gpt-6-luna-2026-08-01", six],
  ["gpt-5.6-sol", fiveSix],
  ["gpt-5.5", fiveFive],
  ["gpt-5.4-mini", fiveFive],
  ["o1-pro", responsesOnly],
  ["o3-pro-2025-06-10", responsesOnly],
  ["gpt-5-pro", responsesOnly],
  ["gpt-5-codex", responsesOnly],
  ["gpt-5.1-codex-max", responsesOnly],
  ["gpt-5.2", fiveTwo],
  ["gpt-5.3-2026-02-01", fiveTwo],
  ["gpt-5.1-codex", ["chat", "none", "none", "none low medium high", "developer"]],
  ["gpt-5", five],
  ["gpt-5-nano-2025-08-07", five],
  ["o1", oSeries],
  ["o3-mini-2025-01-31", oSeries],
  ["o4-mini", oSeries],
  ["gpt-4o", classic],
  ["gpt-4o-mini-2024-07-18", classic],
  ["gpt-4.1-mini", classic],
  ["gpt-4-0613", classic],
  ["gpt-3.5-turbo-0125", classic],
  ["gpt-5-chat-latest", classic],
  ["my-deployment", classic],
  ["org/llama:free", classic],
])("%s has the flags of its row (spec 4.4)", (model, expected) => {
  expect(flags(model)).toEqual(expected);
});

test("only the o-series over chat cannot be told to leave parallel calls", () => {
  const parallel = ["o1", "o3", "gpt-5", "gpt-4o", "o3-pro"].map(
    (model) => openAIProfile(model, []).parallelToolCalls,
  );
  expect(parallel).toEqual([false, false, true, true, true]);
});

test("a row of the user's comes before the built-in ones", () => {
  const profile: ModelProfile = { ...openAIProfile("gpt-4o", []), sampling: "no" };
  const rows = [{ pattern: /^gpt-4o$/, profile, source: "our own test", date: "2026-11-24" }];
  expect(openAIProfile("gpt-4o", rows).sampling).toBe("no");
  expect(openAIProfile("gpt-4o-mini", rows).sampling).toBe("yes");
});

test("each built-in row says where it comes from and when it was checked", () => {
  for (const row of openAIProfiles) {
    expect(row.source).not.toBe("");
    expect(row.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  }
});
