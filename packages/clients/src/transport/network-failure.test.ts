import { expect, test } from "@jest/globals";
import { networkFailure } from "./network-failure.ts";

function failureOfCode(code: string) {
  return networkFailure(Object.assign(new Error("canary"), { code }), "openai");
}

test.each([
  ["UND_ERR_CONNECT_TIMEOUT", "timeout", true],
  ["UND_ERR_HEADERS_TIMEOUT", "timeout", true],
  ["UND_ERR_BODY_TIMEOUT", "timeout", true],
  ["UND_ERR_DESTROYED", "aborted", false],
  ["UND_ERR_SOCKET", "connection", true],
  ["UND_ERR_HEADERS_OVERFLOW", "too_large", false],
  ["ENOTFOUND", "connection", true],
  ["EAI_AGAIN", "connection", true],
  ["ECONNREFUSED", "connection", true],
  ["ECONNRESET", "connection", true],
  ["HPE_INVALID_CONSTANT", "protocol", false],
  ["CERT_HAS_EXPIRED", "connection", false],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "connection", false],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "connection", false],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "connection", false],
])("%s is %s, retryable: %s (C9–R:C11)", (code, kind, retryable) => {
  const failure = failureOfCode(code);
  expect(failure).toMatchObject({ kind, retryable });
  expect(failure.message).not.toContain("canary");
});

test("the code is found in a cause, and in the first of several errors", () => {
  const inner = Object.assign(new Error("inner"), { code: "CERT_HAS_EXPIRED" });
  expect(networkFailure(new Error("outer", { cause: inner }), "openai").retryable).toBe(false);
  expect(networkFailure(new AggregateError([inner]), "openai").retryable).toBe(false);
});

test.each([[null], ["text"], [undefined], [new Error("plain")], [{ code: 7 }]])(
  "%p without a code is a connection failure",
  (error) => {
    expect(networkFailure(error, "openai")).toMatchObject({ kind: "connection", retryable: true });
  },
);
