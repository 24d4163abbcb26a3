/** How many run at once, and which of them run alone. */
interface OrderOptions<T> {
  readonly parallel: number;
  readonly isAlone: (item: T) => boolean;
}

/**
 * Runs every item, at most `parallel` at once; results are in the items' order, whatever the order of their ends
 * (T9). One that is alone starts when all before it have ended, and those after it wait for its end.
 */
export async function runInOrder<T, R>(
  items: readonly T[],
  run: (item: T) => Promise<R>,
  { parallel, isAlone }: OrderOptions<T>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (const group of groups(items, isAlone))
    results.push(...(await together(group, run, parallel)));
  return results;
}

function groups<T>(items: readonly T[], isAlone: (item: T) => boolean): readonly (readonly T[])[] {
  const result: T[][] = [];
  let open: T[] | null = null;
  for (const item of items) {
    if (isAlone(item)) {
      result.push([item]);
      open = null;
    } else if (open === null) {
      open = [item];
      result.push(open);
    } else {
      open.push(item);
    }
  }
  return result;
}

async function together<T, R>(
  items: readonly T[],
  run: (item: T) => Promise<R>,
  parallel: number,
): Promise<readonly R[]> {
  const results = new Map<number, R>();
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results.set(index, await run(item));
  };
  // NaN and what is below 1 count as 1
  const workers = parallel >= 1 ? Math.min(Math.floor(parallel), items.length) : 1;
  await Promise.all(Array.from({ length: workers }, worker));
  return [...results].sort(([left], [right]) => left - right).map(([, result]) => result);
}
