import { expect, jest, test } from "@jest/globals";
import { sizes } from "../sizes.ts";
import { proveHistory } from "./prove-history.ts";

jest.setTimeout(120_000);

const { processes, appends } = sizes.history.gate;
const random = Math.random;

test(`of ${processes} processes that append with expectHead none loses or doubles an append, and one line comes of each head (D60, C17, C121, R:S18)`, async () => {
  const plan = { processes, appends, demand: "head", kills: "none", random } as const;
  const { acknowledged, unknown, branches } = await proveHistory(plan);
  expect([acknowledged, unknown, branches]).toEqual([processes * appends, 0, 0]);
});

test(`of ${processes} processes that append without it every loser is on a named branch, as its receipt says (D60, C121, V25, V39, R:S16, R:S17)`, async () => {
  const plan = { processes, appends, demand: "branch", kills: "none", random } as const;
  const { acknowledged, refused, branches } = await proveHistory(plan);
  expect([acknowledged, refused]).toEqual([processes * appends, 0]);
  expect(branches).toBeGreaterThan(0);
});
