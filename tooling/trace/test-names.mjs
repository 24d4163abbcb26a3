import ts from "typescript";

const testCalls = ["test", "it", "describe"];

/**
 * The names of the tests of one file, without running it: the titles of `test`, `it` and `describe`, also behind
 * `.each(…)`, an inner one behind those around it; the cases of a table, `name` and `law`; in a type test the
 * comments, which say what compiles and why.
 *
 * @param {string} file its name says what kind it is
 * @param {string} text
 * @returns {string[]} a value that is put in when the test runs stands as its source text in `${}`
 */
export function testNames(file, text) {
  if (/\.test-d\.ts$/.test(file)) return commentLines(text);
  /** @type {string[]} */
  const names = [];
  collectNames(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), [], names);
  return names;
}

/**
 * @param {ts.Node} node
 * @param {readonly string[]} outer titles of the `describe`s around it
 * @param {string[]} names
 */
function collectNames(node, outer, names) {
  const title = ts.isCallExpression(node) ? testTitle(node) : caseName(node);
  const inner = title === null ? outer : [...outer, title];
  if (title !== null) names.push(inner.join(" › "));
  ts.forEachChild(node, (child) => collectNames(child, inner, names));
}

/**
 * @param {ts.CallExpression} call
 * @returns {string | null} null when it makes no test
 */
function testTitle(call) {
  const [title] = call.arguments;
  if (title === undefined || !testCalls.includes(calledName(call.expression))) return null;
  return ts.isFunctionLike(title) ? null : textOf(title);
}

/**
 * `test` of `test(…)` and of `test.each(rows)(…)`, but nothing of `test.each(rows)`, which makes none.
 *
 * @param {ts.Expression} called
 */
function calledName(called) {
  if (ts.isIdentifier(called)) return called.text;
  if (!ts.isCallExpression(called) || !ts.isPropertyAccessExpression(called.expression)) return "";
  const { expression, name } = called.expression;
  return ts.isIdentifier(expression) && name.text === "each" ? expression.text : "";
}

/**
 * @param {ts.Node} node
 * @returns {string | null} null when it is no case of a table
 */
function caseName(node) {
  if (!ts.isObjectLiteralExpression(node)) return null;
  const name = textOfProperty(node, "name");
  const law = textOfProperty(node, "law");
  return name === null || law === null ? null : `${name} (${law})`;
}

/**
 * @param {ts.ObjectLiteralExpression} object
 * @param {string} key
 */
function textOfProperty(object, key) {
  for (const property of object.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) continue;
    if (property.name.text === key) return textOf(property.initializer);
  }
  return null;
}

/** @param {ts.Expression} expression */
function textOf(expression) {
  if (ts.isStringLiteralLike(expression)) return expression.text;
  if (!ts.isTemplateExpression(expression)) return `\${${expression.getText()}}`;
  const spans = expression.templateSpans.map(
    (span) => `\${${span.expression.getText()}}${span.literal.text}`,
  );
  return expression.head.text + spans.join("");
}

/** @param {string} text */
function commentLines(text) {
  return [
    ...text.matchAll(/^\s*(?:\/\/|\/\*\*)\s*(?:@ts-expect-error\s+)?(.+?)(?:\s*\*\/)?$/gm),
  ].map(([, comment = ""]) => comment);
}
