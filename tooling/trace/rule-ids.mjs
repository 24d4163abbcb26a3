/** The families that spec.md numbers, and those of reliability.md, in the order in which they are printed. */
const families = ["G", "V", "U", "N", "D", "C", "L", "R:S", "R:T", "R:C", "R:O", "R:X", "R:E"];
const parenthesis = /\(([^()]*)\)/g;
const cited = /(?<![\w:.])(R:)?([GVUNDCLSTOXE])(\d+)([a-z]?)(?:[-–](?:R:)?\2(\d+))?(?![\w.])/g;

/**
 * The ids of the rules that a name cites, in its parentheses: `V15`, `D01`, `C39`, `L7`, `R:S16`. A range gives
 * all between its ends. The rows of reliability.md may leave out their `R:` where no rule of spec.md has such an
 * id: those of S, T, O, X and E, and of C below 10, since capabilities have two digits (spec.md, head).
 *
 * @param {string} name
 * @returns {string[]} in the order of the name
 */
export function rulesIn(name) {
  return [...name.matchAll(parenthesis)].flatMap(([, inside]) => idsIn(inside ?? ""));
}

/** @param {string} text */
function idsIn(text) {
  return [...text.matchAll(cited)].flatMap(([, prefix, letter = "", from = "", suffix, to]) => {
    const family = prefix || isRowOfFaults(letter, from) ? `R:${letter}` : letter;
    return numbers(from, to ?? from).map((number) => `${family}${number}${suffix}`);
  });
}

/**
 * @param {string} letter
 * @param {string} digits
 */
function isRowOfFaults(letter, digits) {
  return "STOXE".includes(letter) || (letter === "C" && digits.length === 1);
}

/**
 * @param {string} from
 * @param {string} to
 * @returns {string[]} as wide as `from` is written
 */
function numbers(from, to) {
  const count = Math.max(1, Number(to) - Number(from) + 1);
  return Array.from({ length: count }, (_, step) =>
    String(Number(from) + step).padStart(from.length, "0"),
  );
}

/**
 * By family, then number: V2 before V15, V15 before V15a.
 *
 * @param {string} left
 * @param {string} right
 */
export function compareRules(left, right) {
  const [a, b] = [parts(left), parts(right)];
  return a.family - b.family || a.number - b.number || a.suffix.localeCompare(b.suffix);
}

/** @param {string} rule */
function parts(rule) {
  const [, family = "", digits = "", suffix = ""] = /^(\D+)(\d+)(.*)$/.exec(rule) ?? [];
  return { family: families.indexOf(family), number: Number(digits), suffix };
}
