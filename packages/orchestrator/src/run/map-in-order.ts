// boundary: TypeScript does not see that mapping a tuple gives a tuple of the same length

/** What `map` gives for each item, typed as a tuple of the same length and order. */
export function mapInOrder<const Items extends readonly unknown[], Result>(
  items: Items,
  map: (item: Items[number], index: number) => Promise<Result>,
): Promise<{ readonly [Index in keyof Items]: Result }> {
  const results: Promise<unknown> = Promise.all(items.map(map));
  // Promise.all keeps length and order, and each element is a Result
  return results as Promise<{ readonly [Index in keyof Items]: Result }>;
}
