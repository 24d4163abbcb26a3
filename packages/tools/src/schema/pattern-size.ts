/** One token of a regular expression that matters to its size: an escape, a class, a group's ends, a repeat. */
const token =
  /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[:=!]|<?[=!]|P?<[^>]*>))?|\)|\{\d+(?:,\d*)?\}|[^]/gsu;

/**
 * About how many instructions a regular expression becomes when its counted repeats are written out:
 * `(ab{3}){10}` is 40. Found without compiling it, since compiling is what a hostile one makes costly.
 */
export function patternSize(pattern: string): number {
  const groups: number[] = [];
  let sum = 0;
  let last = 0;
  for (const [text] of pattern.matchAll(token)) {
    const repeats = /^\{(\d+)(?:,(\d*))?\}$/.exec(text);
    if (repeats !== null) {
      const times = Math.max(Number(repeats[1]), Number(repeats[2] ?? 0), 1);
      sum += last * (times - 1);
      last *= times;
    } else if (text.startsWith("(")) {
      groups.push(sum);
      sum = 0;
    } else if (text === ")") {
      last = sum + 1;
      sum = (groups.pop() ?? 0) + last;
    } else {
      last = 1;
      sum += 1;
    }
  }
  return groups.reduce((total, outer) => total + outer, sum);
}
