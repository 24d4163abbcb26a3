/**
 * `any`, `x!` and `x as T` switch the compiler off, so they stand only in files that say so in their
 * first line: `// boundary: …`. There `unknown` becomes a type by a schema or a proof.
 *
 * @type {import("eslint").Rule.RuleModule}
 */
export const checkedTypes = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      any: "Write `unknown` and narrow it with a schema or a guard; `any` is for files that begin with `// boundary:`.",
      nonNull:
        "Handle the null or prove its absence to the compiler; `!` is for files that begin with `// boundary:`.",
      cast: "Narrow with a guard, a schema or `satisfies`; a cast is for files that begin with `// boundary:`, which say why it is safe.",
    },
  },
  create(context) {
    if (/^\/\/ boundary: \S/.test(context.sourceCode.text)) return {};
    const report = (/** @type {string} */ messageId) => (/** @type {any} */ node) =>
      context.report({ node, messageId });
    return {
      TSAnyKeyword: report("any"),
      TSNonNullExpression: report("nonNull"),
      TSTypeAssertion: report("cast"),
      TSAsExpression(/** @type {any} */ node) {
        if (!isConst(node.typeAnnotation)) report("cast")(node);
      },
    };
  },
};

/** @param {any} type */
function isConst(type) {
  return type.type === "TSTypeReference" && type.typeName.name === "const";
}
