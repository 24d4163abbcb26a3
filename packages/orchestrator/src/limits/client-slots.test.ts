import { expect, test } from "@jest/globals";
import { everythingDone } from "../../test/manual-clock.ts";
import { ClientSlots, type SlotOptions } from "./client-slots.ts";

const patient = (priority = 0): SlotOptions => ({
  signal: new AbortController().signal,
  priority,
});

/** Slots whose limit can be changed; `take` notes who got one. */
function someSlots(max: number | null) {
  const limit = { max };
  const slots = new ClientSlots(() => limit.max);
  const got: string[] = [];
  const take = async (name: string, options = patient()): Promise<() => void> => {
    const release = await slots.take("openai", options);
    got.push(name);
    return release;
  };
  return { limit, got, take, slots };
}

test("no more than maxConcurrent are in use at one time", async () => {
  const { got, take } = someSlots(2);
  const release = await take("a");
  await take("b");
  void take("c");
  await everythingDone();
  expect(got).toEqual(["a", "b"]);
  release();
  await everythingDone();
  expect(got).toEqual(["a", "b", "c"]);
});

test("a higher priority gets the next slot", async () => {
  const { got, take } = someSlots(1);
  const release = await take("a");
  void take("low");
  void take("high", patient(1));
  release();
  await everythingDone();
  expect(got).toEqual(["a", "high"]);
});

test("a client without the limit waits for nobody, and another client has slots of its own", async () => {
  const { got, take, slots } = someSlots(null);
  for (const name of ["a", "b", "c"]) await take(name);
  expect(got).toHaveLength(3);
  await slots.take("anthropic", patient());
});

test("one who gives up leaves the others in line (O10)", async () => {
  const { got, take } = someSlots(1);
  const release = await take("a");
  const stop = new AbortController();
  const left = take("gone", { ...patient(), signal: stop.signal });
  void take("b");
  stop.abort();
  await expect(left).rejects.toMatchObject({ kind: "aborted" });
  await expect(take("late", { ...patient(), signal: stop.signal })).rejects.toMatchObject({
    kind: "aborted",
  });
  release();
  await everythingDone();
  expect(got).toEqual(["a", "b"]);
});

test("nobody passes those who wait, even when the limit was raised meanwhile", async () => {
  const { limit, got, take } = someSlots(1);
  const release = await take("a");
  void take("b");
  limit.max = 2;
  void take("c");
  await everythingDone();
  expect(got).toEqual(["a"]);
  release();
  await everythingDone();
  expect(got).toEqual(["a", "b", "c"]);
});

test("a limit that was raised lets in as many as it holds when the next slot is given back", async () => {
  const { limit, got, take } = someSlots(1);
  const release = await take("a");
  for (const name of ["b", "c", "d"]) void take(name);
  limit.max = 2;
  release();
  await everythingDone();
  expect(got).toEqual(["a", "b", "c"]);
});
