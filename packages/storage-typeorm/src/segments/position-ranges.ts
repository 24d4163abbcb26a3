/** Positions from `from` up to but not including `to`. */
export type PositionRange = readonly [from: number, to: number];

/** A set of positions: ranges by rising position, with a gap between any two. */
export type PositionRanges = readonly PositionRange[];

/** The positions that are in one of two sets. */
export function either(one: PositionRanges, other: PositionRanges): PositionRanges {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const joined: PositionRange[] = [];
  for (const range of byStart(one, other)) {
    const last = joined.at(-1);
    if (last === undefined || last[1] < range[0]) joined.push(range);
    else joined[joined.length - 1] = [last[0], Math.max(last[1], range[1])];
  }
  return joined;
}

/** The positions that are in the first of two sets and not in the second. */
export function without(one: PositionRanges, other: PositionRanges): PositionRanges {
  if (one.length === 0 || other.length === 0) return one;
  const left: PositionRange[] = [];
  let at = 0;
  for (const [from, to] of one) {
    let start = from;
    while ((other[at]?.[1] ?? Infinity) <= start) at += 1;
    for (let next = at; next < other.length; next += 1) {
      const [hideFrom, hideTo] = other[next] ?? [to, to];
      if (hideFrom >= to) break;
      if (hideFrom > start) left.push([start, hideFrom]);
      start = Math.max(start, hideTo);
    }
    if (start < to) left.push([start, to]);
  }
  return left;
}

/** The positions that are in both of two sets. */
export function both(one: PositionRanges, other: PositionRanges): PositionRanges {
  return other.length === 0 ? [] : without(one, without(one, other));
}

/** The positions of a set that are below a bound. */
export function below(ranges: PositionRanges, bound: number): PositionRanges {
  return without(ranges, [[bound, Infinity]]);
}

/** How many positions a set has. */
export function sizeOf(ranges: PositionRanges): number {
  return ranges.reduce((size, [from, to]) => size + to - from, 0);
}

function* byStart(one: PositionRanges, other: PositionRanges): Generator<PositionRange> {
  let [left, right] = [0, 0];
  for (;;) {
    const [first, second] = [one[left], other[right]];
    if (first === undefined && second === undefined) return;
    if (second === undefined || (first !== undefined && first[0] <= second[0])) {
      if (first !== undefined) yield first;
      left += 1;
    } else {
      yield second;
      right += 1;
    }
  }
}
