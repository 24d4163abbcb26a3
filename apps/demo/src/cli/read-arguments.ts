import { parseArgs, types } from "node:util";
import type { Command, RunSettings } from "./command.ts";
import { DemoError } from "./demo-error.ts";
import { readNumber } from "./read-number.ts";
import { readStorage } from "./read-storage.ts";

const options = {
  storage: { type: "string" },
  concurrency: { type: "string" },
  "requests-per-minute": { type: "string" },
  "tokens-per-minute": { type: "string" },
  seed: { type: "string" },
  out: { type: "string" },
  list: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = {
  readonly [Name in keyof typeof options]?: (typeof options)[Name]["type"] extends "boolean"
    ? boolean
    : string;
};

/**
 * The command that the words behind the program's name spell.
 *
 * @throws {DemoError} one of them is unknown, missing, or no such value; the message names it.
 */
export function readArguments(words: readonly string[]): Command {
  const { values, positionals } = parsed(words);
  if (values.help === true) return { kind: "help" };
  const [name = "chats", ...rest] = positionals;
  switch (name) {
    case "chats":
      refuseRest(name, rest);
      refuseOptions(name, values, ["out", "list"]);
      return { kind: "chats", settings: readSettings(values) };
    case "jsonl":
      return readJsonl(rest, values);
    case "compare":
      refuseRest(name, rest);
      return { kind: "compare", storage: readStorage(values.storage), list: listOf(values) };
    default:
      throw new DemoError({
        problem: `There is no scene ${JSON.stringify(name)}`,
        remedy: "Use chats or jsonl FILE; --help says more",
      });
  }
}

function parsed(words: readonly string[]): { values: Values; positionals: readonly string[] } {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    // node:util words it well, and appends a hint about its own syntax
    const message = types.isNativeError(error) ? error.message : String(error);
    const [problem = message] = message.split(/\.\s/);
    throw new DemoError({
      problem: problem.replace(/\.$/, ""),
      remedy: "--help lists the options",
      cause: error,
    });
  }
}

function readJsonl(rest: readonly string[], values: Values): Command {
  const [file, ...more] = rest;
  if (file === undefined || file === "") {
    throw new DemoError({
      problem: "jsonl was given no FILE",
      remedy: "Name the file with one conversation a line: jsonl FILE",
    });
  }
  refuseRest("jsonl FILE", more);
  refuseOptions("jsonl", values, ["list"]);
  return { kind: "jsonl", settings: readSettings(values), file, out: values.out ?? null };
}

function readSettings(values: Values): RunSettings {
  const limit = (name: "requests-per-minute" | "tokens-per-minute"): number | null =>
    values[name] === undefined ? null : readNumber(name, values[name], { from: 1, to: 1e12 });
  return {
    storage: readStorage(values.storage),
    concurrency: readNumber("concurrency", values.concurrency ?? "64", { from: 1, to: 10_000 }),
    requestsPerMinute: limit("requests-per-minute"),
    tokensPerMinute: limit("tokens-per-minute"),
    seed: readNumber("seed", values.seed ?? "1", { from: 0, to: 2 ** 31 - 1 }),
  };
}

function listOf(values: Values): string {
  if (values.list !== undefined && values.list !== "") return values.list;
  throw new DemoError({
    problem: "compare was given no --list",
    remedy: "Name the file that the first process wrote: --list FILE",
  });
}

function refuseRest(what: string, rest: readonly string[]): void {
  const [first] = rest;
  if (first === undefined) return;
  throw new DemoError({
    problem: `${what} takes no ${JSON.stringify(first)}`,
    remedy: "--help says what there is",
  });
}

function refuseOptions(scene: string, values: Values, names: readonly (keyof Values)[]): void {
  const given = names.find((name) => values[name] !== undefined);
  if (given === undefined) return;
  throw new DemoError({
    problem: `${scene} has no option --${given}`,
    remedy: "--help says which scene has it",
  });
}
