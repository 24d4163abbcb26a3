/**
 * Visitors that call `visit` for each module named in a file: imports, re-exports, `import()` with a
 * literal, and import types.
 *
 * @param {(node: import("eslint").Rule.Node, specifier: string) => void} visit
 * @returns {import("eslint").Rule.RuleListener}
 */
export function onImport(visit) {
  const visitSource = (/** @type {any} */ { source }) => {
    if (typeof source?.value === "string") visit(source, source.value);
  };
  return {
    ImportDeclaration: visitSource,
    ExportNamedDeclaration: visitSource,
    ExportAllDeclaration: visitSource,
    ImportExpression: visitSource,
    TSImportType: visitSource,
  };
}
