import { InvalidRequestError } from "@minference/protocol";
import type { Page } from "../contract/entity-storage.ts";

const maxPageLimit = 1000;

/**
 * Lets a page pass whose limit is a whole number from 1 to 1,000 (L20).
 *
 * @throws {InvalidRequestError} any other limit.
 */
export function checkPage(page: Page): void {
  if (Number.isInteger(page.limit) && page.limit >= 1 && page.limit <= maxPageLimit) return;
  throw new InvalidRequestError({
    problem: `The page limit ${String(page.limit)} is not from 1 to ${maxPageLimit}`,
    remedy: "Ask for fewer, and for more pages with `before`",
  });
}
