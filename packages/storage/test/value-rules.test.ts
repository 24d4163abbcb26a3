import { describe, expect, test } from "@jest/globals";
import { isMinferenceError, type JsonValue } from "@minference/protocol";
import { canonicalJson, frozenJson, maxJsonCharacters, maxJsonDepth } from "@minference/storage";

/** What comes of a value: it is kept exactly, kept as another value, or refused at a path. */
type Outcome =
  | "exact"
  | { readonly as: JsonValue }
  | { readonly kind: "too_deep" | "too_large" }
  | { readonly kind: "unserialisable"; readonly path: string; readonly cause?: string };

interface ValueRule {
  /** Row of reliability.md. */
  readonly rule: string;
  readonly what: string;
  /** Made when it is asked for: some are large. */
  readonly value: () => unknown;
  readonly outcome: Outcome;
}

class Point {
  readonly x = 1;
}
class Rows extends Array<number> {}

const rules: readonly ValueRule[] = [
  kept("R:S29", "text with NUL", () => "a\0b\0"),
  kept("R:S29", "a lone high surrogate", () => ["\ud800", "a\ud83d"]),
  kept("R:S29", "a lone low surrogate", () => ["\udfff", { "\udc00": "\ude00\ud83d" }]),
  kept("R:S29", "a right-to-left mark", () => "\u202eright to left\u202c \u200f\u2066x\u2069"),
  kept("R:S29", "emoji sequences", () => "👩‍👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇪🇺 \u{10ffff}"),
  kept("R:S29", "unnormalised text", () => ["é", "e\u0301", "ﬁ", "Å", "Å"]),
  kept("R:S29", "line ends and control characters", () => "\r\n\n\r\t\v\f\u0001\u001f\u007f\u0085"),
  kept("R:S29", "invisible characters", () => "\ufeff\u200b\u2028\u2029\ufffd\uffff\u00ad\u180e"),
  kept("R:S29", "naughty strings of quotes, SQL, JSON, templates and paths", () => [
    "' '' \" \\ \\\\ ` $1 ? :name %s %n {} [] -- /* */ ; #",
    "'; drop table entity; --",
    "1' or '1'='1",
    '{"json": [1, null]} \\u0000 \\ud800',
    "<script>alert(1)</script> <!-- &amp;",
    "${7*7} {{7*7}} $(touch a) `id`",
    "../../../etc/passwd%00 C:\\nul con",
    "undefined null NaN true 1e999 -0 0x0 1,000 ٣ Ⅷ",
    "Z̡͕̱a̷̢͝l̵̛g̸̕o̶ ﷽ ｆｕｌｌ ß İ ı",
    " leading and trailing ",
  ]),
  kept("R:S30", "a string of 10 MB", () => "ä€😀x".repeat(2_000_000)),
  refused("R:S31", "a string of 300 MB", () => large(300), { kind: "too_large" }),
  refused("R:S31", "ten strings of 30 MB", () => Array<string>(10).fill(large(30)), {
    kind: "too_large",
  }),
  refused("R:S31", "a key of 130 MB", () => ({ [large(130)]: 1 }), { kind: "too_large" }),
  kept("R:S32", `nesting ${maxJsonDepth} deep`, () => nested(maxJsonDepth)),
  refused("R:S32", `nesting ${maxJsonDepth + 1} deep`, () => nested(maxJsonDepth + 1), {
    kind: "too_deep",
  }),
  refused("R:S32", "nesting 100,000 deep", () => nested(100_000), { kind: "too_deep" }),
  unserialisable("R:S33", "a cycle", "list.1.back", cyclic),
  unserialisable("R:S33", "an array that holds itself", "0", () => {
    const self: unknown[] = [];
    self.push(self);
    return self;
  }),
  unserialisable("R:S34", "a Date", "at", () => ({ at: new Date(0) })),
  unserialisable("R:S34", "an invalid Date", "at", () => ({ at: new Date(NaN) })),
  unserialisable("R:S34", "a bigint", "a.0", () => ({ a: [1n] })),
  unserialisable("R:S34", "NaN", "", () => NaN),
  unserialisable("R:S34", "Infinity", "0", () => [Infinity]),
  unserialisable("R:S34", "minus Infinity", "a", () => ({ a: -Infinity })),
  {
    rule: "R:S34",
    what: "minus zero",
    value: () => [-0, { a: -0 }],
    outcome: { as: [0, { a: 0 }] },
  },
  kept("R:S34", "numbers at the edges of doubles", () => [
    Number.MAX_VALUE,
    Number.MIN_VALUE,
    2 ** 53,
    -0.1,
    1e21,
  ]),
  unserialisable("R:S34", "undefined", "", () => undefined),
  unserialisable("R:S34", "an undefined value", "a", () => ({ a: undefined })),
  unserialisable("R:S34", "an undefined item", "0", () => [undefined]),
  unserialisable("R:S34", "a hole in an array", "a.1", () => ({ a: Object.assign([1], { 2: 3 }) })),
  unserialisable("R:S34", "a Map", "a", () => ({ a: new Map([["k", 1]]) })),
  unserialisable("R:S34", "a Set", "a", () => ({ a: new Set([1]) })),
  unserialisable("R:S34", "a Uint8Array", "a", () => ({ a: new Uint8Array(2) })),
  unserialisable("R:S34", "a Buffer", "a", () => ({ a: Buffer.from("a") })),
  unserialisable("R:S34", "a Symbol", "a", () => ({ a: Symbol("s") })),
  unserialisable("R:S34", "a symbol key", "a", () => ({ a: { [Symbol("s")]: 1 } })),
  unserialisable("R:S34", "a symbol of an array", "", () =>
    Object.assign([1], { [Symbol("s")]: 1 }),
  ),
  unserialisable("R:S34", "a function", "a", () => ({ a: () => 1 })),
  unserialisable("R:S34", "a class instance", "a", () => ({ a: new Point() })),
  unserialisable("R:S34", "an array of a class", "0", () => [new Rows()]),
  unserialisable("R:S34", "a named property of an array", "a", () => ({
    a: Object.assign([1], { name: 1 }),
  })),
  unserialisable("R:S34", "an object that inherits data", "a", () => ({
    a: Object.create({ b: 1 }),
  })),
  unserialisable("R:S34", "a regular expression", "a", () => ({ a: /a/ })),
  unserialisable("R:S34", "an error", "a", () => ({ a: new Error("e") })),
  unserialisable("R:S34", "a promise", "a", () => ({ a: Promise.resolve(1) })),
  unserialisable("R:S34", "a boxed string", "a", () => ({ a: Object("text") })),
  kept("R:S35", "the key __proto__", () =>
    JSON.parse('{"__proto__":{"polluted":1},"a":[{"__proto__":null}]}'),
  ),
  kept("R:S35", "the keys constructor, toString and hasOwnProperty", () => ({
    constructor: { prototype: { polluted: 1 } },
    toString: 1,
    hasOwnProperty: null,
  })),
  kept("R:S35", "the empty key", () => ({ "": { "": 1 } })),
  kept("R:S35", "a key of 10 KB", () => ({ ["k".repeat(10_000)]: 1 })),
  kept("R:S35", "numeric-looking keys", () => ({ b: 1, "10": 2, "-1": 3, "2": 4, "1.5": 5 })),
  kept("R:S35", "keys in another order than sorted", () => ({ b: 1, a: { d: 1, c: 2 } })),
  throwing("R:S36", "a getter that throws", "a", () => ({ a: { get bad() { return thrown(); } } })), // prettier-ignore
  throwing("R:S36", "a getter of an array that throws", "", () =>
    Object.defineProperty([1], 0, { get: thrown, enumerable: true }),
  ),
  unserialisable("R:S36", "a toJSON that throws", "a.toJSON", () => ({ a: { toJSON: thrown } })),
  throwing("R:S36", "a Proxy that throws on get", "", () => proxy("get")),
  throwing("R:S36", "a Proxy that throws on ownKeys", "a", () => ({ a: proxy("ownKeys") })),
  throwing("R:S36", "a Proxy that throws on getPrototypeOf", "0", () => [proxy("getPrototypeOf")]),
  throwing("R:S36", "a Proxy that throws on getOwnPropertyDescriptor", "", () =>
    proxy("getOwnPropertyDescriptor"),
  ),
  unserialisable("R:S36", "a Proxy", "a", () => ({ a: new Proxy({}, {}) })),
  unserialisable("R:S36", "a Proxy of an array", "a", () => ({ a: new Proxy([1], {}) })),
  unserialisable("R:S36", "a Proxy that was revoked", "0", () => {
    const { proxy: target, revoke } = Proxy.revocable({}, {});
    revoke();
    return [target];
  }),
];

describe("a value of every kind is kept or refused by one table:", () => {
  for (const { rule, what, value, outcome } of rules) {
    if (outcome === "exact") {
      test(`${what}: kept exactly (${rule})`, () => {
        const given = value();
        const copy = frozenJson(given, "field");
        expect(JSON.stringify(copy) === JSON.stringify(given)).toBe(true);
        expect(canonicalJson(copy)).toBe(canonicalJson(frozenJson(copy, "field")));
      });
    } else if ("as" in outcome) {
      test(`${what}: kept as ${JSON.stringify(outcome.as)} (${rule})`, () => {
        expect(frozenJson(value(), "field")).toStrictEqual(outcome.as);
      });
    } else {
      test(`${what}: refused as ${outcome.kind} (${rule})`, () => {
        expect(refusalOf(value())).toMatchObject(expected(outcome));
      });
    }
  }
});

test("no value of the table has changed a prototype (R:S35)", () => {
  for (const { value, outcome } of rules) if (outcome === "exact") frozenJson(value(), "field");
  expect(Reflect.get({}, "polluted")).toBeUndefined();
  expect(Reflect.get([], "polluted")).toBeUndefined();
});

test("text beyond the limit is refused without a copy of it (R:S31)", () => {
  const value = { text: large(300), more: [large(300)] };
  const before = process.memoryUsage();
  expect(refusalOf(value)).toMatchObject({ kind: "too_large" });
  const after = process.memoryUsage();
  const grown = after.heapUsed + after.external - before.heapUsed - before.external;
  expect(grown).toBeLessThan(32 * 1024 * 1024);
});

test("text of just the limit is kept, in one string or in several (R:S31)", () => {
  const half = "x".repeat(maxJsonCharacters / 2);
  expect(frozenJson([half, half], "field")).toEqual([half, half]);
  expect(refusalOf([half, half, "x"])).toMatchObject({ kind: "too_large" });
  expect(refusalOf({ [half]: half, x: 1 })).toMatchObject({ kind: "too_large" });
});

function kept(rule: string, what: string, value: () => unknown): ValueRule {
  return { rule, what, value, outcome: "exact" };
}

function refused(
  ...[rule, what, value, outcome]: [string, string, () => unknown, Outcome]
): ValueRule {
  return { rule, what, value, outcome };
}

function unserialisable(
  ...[rule, what, path, value]: [string, string, string, () => unknown]
): ValueRule {
  return refused(rule, what, value, { kind: "unserialisable", path });
}

function throwing(
  ...[rule, what, path, value]: [string, string, string, () => unknown]
): ValueRule {
  return refused(rule, what, value, { kind: "unserialisable", path, cause: "of the caller" });
}

function expected(outcome: Exclude<Outcome, "exact" | { as: JsonValue }>): object {
  if (outcome.kind !== "unserialisable") return { kind: outcome.kind };
  const { kind, path, cause } = outcome;
  const whole = path === "" ? "field" : `field.${path}`;
  return {
    kind,
    code: kind,
    path: whole,
    ...(cause !== undefined && { cause: { message: cause } }),
  };
}

function refusalOf(value: unknown): unknown {
  try {
    frozenJson(value, "field");
  } catch (error) {
    if (isMinferenceError(error)) return error;
    throw error;
  }
  throw new Error("the value was taken");
}

/** A text of so many Mi characters. */
function large(mebi: number): string {
  return "x".repeat(mebi * 1024 * 1024);
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function cyclic(): object {
  const value = { list: [{}] };
  value.list.push({ back: value });
  return value;
}

function proxy(trap: keyof ProxyHandler<object>): object {
  return new Proxy({ a: 1 }, { [trap]: () => thrown() });
}

function thrown(): never {
  throw new Error("of the caller");
}
