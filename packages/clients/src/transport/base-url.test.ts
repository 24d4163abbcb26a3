import { expect, test } from "@jest/globals";
import { openAIBaseURL } from "./base-url.ts";

test.each([
  ["https://api.openai.com", "https://api.openai.com/v1"],
  ["https://api.openai.com/", "https://api.openai.com/v1"],
  ["https://api.openai.com/v1", "https://api.openai.com/v1"],
  ["https://api.openai.com/v1/", "https://api.openai.com/v1"],
  ["https://api.openai.com/v1//", "https://api.openai.com/v1"],
  ["https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"],
  ["https://api.openai.com/v1/chat/completions/", "https://api.openai.com/v1"],
  ["https://api.openai.com/chat/completions", "https://api.openai.com/v1"],
  ["https://api.openai.com/v1/responses", "https://api.openai.com/v1"],
  ["http://127.0.0.1:8000", "http://127.0.0.1:8000/v1"],
  ["http://[::1]:8000/v1", "http://[::1]:8000/v1"],
  ["https://proxy.example/openai/v1", "https://proxy.example/openai/v1"],
  ["https://proxy.example/openai", "https://proxy.example/openai/v1"],
  ["https://google.example/v1beta/openai/", "https://google.example/v1beta/openai"],
  ["https://api.openai.com/v1#top", "https://api.openai.com/v1"],
  ["HTTPS://API.OpenAI.com/v1", "https://api.openai.com/v1"],
])("%s is %s (R:C24)", (given, normalised) => {
  expect(openAIBaseURL(given, "OPENAI_BASE_URL")).toBe(normalised);
});

test.each([
  ["nothing", "OPENAI_BASE_URL is no URL."],
  ["", "OPENAI_BASE_URL is no URL."],
  ["api.openai.com/v1", "OPENAI_BASE_URL is no URL."],
  ["http://", "OPENAI_BASE_URL is no URL."],
  ["localhost:8000", "OPENAI_BASE_URL is no http or https URL."],
  ["ftp://api.openai.com/v1", "OPENAI_BASE_URL is no http or https URL."],
  ["file:///etc/passwd", "OPENAI_BASE_URL is no http or https URL."],
  ["https://user:canary@api.openai.com/v1", "OPENAI_BASE_URL holds a user or a password."],
  ["https://canary@api.openai.com/v1", "OPENAI_BASE_URL holds a user or a password."],
  ["https://api.openai.com/v1?key=canary", "OPENAI_BASE_URL holds a query."],
])("%s is refused, its text not echoed (R:C24)", (given, problem) => {
  expect.assertions(3);
  try {
    openAIBaseURL(given, "OPENAI_BASE_URL");
  } catch (error) {
    expect(error).toMatchObject({ kind: "invalid_request", path: "OPENAI_BASE_URL" });
    expect(String(error)).toContain(problem);
    expect(String(error)).not.toContain("canary");
  }
});
