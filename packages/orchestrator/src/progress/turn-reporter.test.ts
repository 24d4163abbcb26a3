import { expect, test } from "@jest/globals";
import { silentLogger, type LogFields, type Logger } from "@minference/protocol";
import { ChatThread, LLMConfig } from "@minference/threads";
import { everythingDone } from "../../test/manual-clock.ts";
import type { RunEvent } from "./run-event.ts";
import { TurnReporter, type RunListener } from "./turn-reporter.ts";

const thread = new ChatThread({
  llmConfig: new LLMConfig({ client: "openai" }),
  newMessage: "a secret question",
});

interface Logged {
  readonly level: string;
  readonly fields: LogFields;
  readonly message: string;
}

function aReporter(...listeners: readonly RunListener[]) {
  const logged: Logged[] = [];
  const at = (level: string) => (fields: LogFields, message: string) =>
    void logged.push({ level, fields, message });
  const logger: Logger = {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
  };
  const reporter = new TurnReporter({ runId: "r1", index: 3, thread, listeners, logger });
  return { logged, reporter };
}

test("an event carries run, position, lineage and version", () => {
  const events: RunEvent[] = [];
  const { reporter, logged } = aReporter((event) => events.push(event));
  reporter.tell({ type: "turn.queued" });
  const { lineageId, ecsId } = thread;
  expect(events).toEqual([{ type: "turn.queued", runId: "r1", index: 3, lineageId, ecsId }]);
  const fields = {
    event: "turn.queued",
    entityType: "ChatThread",
    operation: "run",
    runId: "r1",
    lineageId,
    ecsId,
  };
  expect(logged).toEqual([{ level: "debug", fields, message: "turn.queued" }]);
});

test("a listener that throws is reported and holds up nobody (O20)", () => {
  const heard: string[] = [];
  const broken = (): never => {
    throw new RangeError("a secret");
  };
  const { reporter, logged } = aReporter(broken, (event) => heard.push(event.type));
  reporter.tell({ type: "turn.queued" });
  expect(heard).toEqual(["turn.queued"]);
  expect(logged.at(-1)).toMatchObject({
    level: "warn",
    fields: { event: "listener.threw", error: "RangeError" },
  });
  expect(JSON.stringify(logged)).not.toContain("secret");
});

test("a listener that rejects later is reported too (O21)", async () => {
  const { reporter, logged } = aReporter(() => Promise.reject(new TypeError("late")));
  reporter.tell({ type: "turn.queued" });
  await everythingDone();
  expect(logged.at(-1)).toMatchObject({ fields: { event: "listener.threw", error: "TypeError" } });
});

test("a logger that throws is nobody's failure", () => {
  const heard: string[] = [];
  const reporter = new TurnReporter({
    runId: "r1",
    index: 0,
    thread,
    listeners: [(event) => heard.push(event.type)],
    logger: {
      ...silentLogger,
      debug: () => {
        throw new Error("full");
      },
    },
  });
  reporter.tell({ type: "turn.queued" });
  expect(heard).toEqual(["turn.queued"]);
});
