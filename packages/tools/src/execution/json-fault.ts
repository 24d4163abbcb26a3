/** One token of JSON (RFC 8259) and the blanks before it: punctuation, a string, or another scalar. */
const token =
  /[ \t\n\r]*(?:([{}[\],:])|("[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

/** What may come next: a value, a first item or `]`, a first key or `}`, a key, `:`, or `,` and closing. */
type Expected = "value" | "item" | "first key" | "key" | "colon" | "more";

/**
 * Position of the first character at which a text stops being one JSON value; its length when it only ends too
 * soon; null when it is JSON. The parser of the language tells the place for some texts only.
 */
export function jsonFault(text: string): number | null {
  const open: string[] = [];
  let expected: Expected = "value";
  const scan = new RegExp(token);
  for (;;) {
    const at = scan.lastIndex + blanksAt(text, scan.lastIndex);
    if (expected === "more" && open.length === 0) return at === text.length ? null : at;
    const match = scan.exec(text);
    const next: Expected | null = match === null ? null : after(match, expected, open);
    if (next === null) return at;
    expected = next;
  }
}

function blanksAt(text: string, index: number): number {
  let end = index;
  while (" \t\n\r".includes(text.charAt(end)) && end < text.length) end += 1;
  return end - index;
}

/** What may come after this token; null when the token may not stand here. `open` is kept up to date. */
function after(match: RegExpExecArray, expected: Expected, open: string[]): Expected | null {
  const [, mark, string] = match;
  if (mark === undefined) return afterScalar(string !== undefined, expected);
  if (mark === "{" || mark === "[") {
    if (expected !== "value" && expected !== "item") return null;
    open.push(mark);
    return mark === "{" ? "first key" : "item";
  }
  if (mark === ":") return expected === "colon" ? "value" : null;
  const inObject = open.at(-1) === "{";
  if (mark === ",") {
    if (expected !== "more") return null;
    return inObject ? "key" : "value";
  }
  const closes = expected === "more" || expected === (mark === "}" ? "first key" : "item");
  if (!closes || inObject !== (mark === "}")) return null;
  open.pop();
  return "more";
}

function afterScalar(isString: boolean, expected: Expected): Expected | null {
  if (expected === "value" || expected === "item") return "more";
  return isString && (expected === "key" || expected === "first key") ? "colon" : null;
}
