import { describe, expect, test } from "@jest/globals";
import * as protocol from "@minference/protocol";
import { KindError, type KindErrorDetail } from "./kind-error.ts";

type KindErrorClass = new (detail: KindErrorDetail) => KindError;

function isKindErrorClass(value: unknown): value is KindErrorClass {
  return typeof value === "function" && value.prototype instanceof KindError;
}

const classes = Object.values<unknown>(protocol).filter(isKindErrorClass);
const cause = new Error("of the driver");
const detail: KindErrorDetail = {
  problem: "Note: field a holds a cycle",
  remedy: "Give plain JSON",
  entityType: "Note",
  ecsId: "0198c0de-0000-7000-8000-000000000001",
  lineageId: "0198c0de-0000-7000-8000-000000000002",
  path: "a.b",
  cause,
};

test("each kind of this package has one class, named after it (spec 1.9)", () => {
  const kinds = classes.map((Class) => new Class(detail).kind);
  expect(new Set(kinds).size).toBe(classes.length);
  for (const Class of classes) {
    const words = new Class(detail).kind
      .split("_")
      .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    expect(Class.name).toBe(`${words.join("")}Error`);
  }
});

describe("tells what is wrong, with what, what to do and why:", () => {
  test.each(classes.map((Class) => [Class.name, Class] as const))("%s", (name, Class) => {
    const { problem: _problem, remedy: _remedy, ...subject } = detail;
    const error = new Class(detail);
    expect(error.message).toBe("Note: field a holds a cycle. Give plain JSON.");
    expect(error).toMatchObject({ name, ...subject });
    expect(error.code).toMatch(/^[a-z_]+$/);
    expect(typeof error.retryable).toBe("boolean");
  });
});

test("an error without a subject has null for each part of it, and no cause", () => {
  const error = new protocol.TimeoutError({ problem: "No answer in 60 s", remedy: "Try again" });
  expect(error).toMatchObject({ entityType: null, ecsId: null, lineageId: null, path: null });
  expect("cause" in error).toBe(false);
});

test("what may succeed unchanged later is retryable, what cannot is not", () => {
  const retryable = classes.filter((Class) => new Class(detail).retryable).map(({ name }) => name);
  expect(retryable).toEqual(expect.arrayContaining(["RateLimitedError", "StorageBusyError"]));
  expect(retryable).not.toContain("InvalidRequestError");
  expect(retryable).not.toContain("AuthError");
  expect(retryable).not.toContain("UnserialisableError");
});
