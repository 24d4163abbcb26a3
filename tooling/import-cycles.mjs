import path from "node:path";
import ts from "typescript";

/**
 * Circles of files that import each other when they run: imports of types alone are left out, for they are gone by
 * then.
 *
 * @param {ReadonlyMap<string, string>} sources text by absolute path
 * @returns {string[][]} each circle once, its files in the order in which they import each other
 */
export function importCycles(sources) {
  const graph = new Map([...sources].map(([file, text]) => [file, importedFiles(file, text)]));
  /** @type {string[][]} */
  const cycles = [];
  /** @type {Set<string>} */
  const done = new Set();
  for (const file of graph.keys()) visit({ graph, done, cycles, trail: [] }, file);
  return cycles;
}

/**
 * @typedef {object} Walk
 * @property {ReadonlyMap<string, readonly string[]>} graph
 * @property {Set<string>} done files from which no new circle can be found
 * @property {string[][]} cycles
 * @property {readonly string[]} trail files on the way to the present one
 */

/**
 * @param {Walk} walk
 * @param {string} file
 */
function visit(walk, file) {
  const start = walk.trail.indexOf(file);
  if (start >= 0) walk.cycles.push(walk.trail.slice(start));
  if (start >= 0 || walk.done.has(file)) return;
  const trail = [...walk.trail, file];
  for (const next of walk.graph.get(file) ?? []) visit({ ...walk, trail }, next);
  walk.done.add(file);
}

/**
 * @param {string} file
 * @param {string} text
 */
function importedFiles(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    const specifier = runtimeSpecifier(statement);
    return specifier?.startsWith(".") ? [path.resolve(path.dirname(file), specifier)] : [];
  });
}

/**
 * What a statement imports when it runs.
 *
 * @param {ts.Statement} statement
 */
function runtimeSpecifier(statement) {
  const isImport = ts.isImportDeclaration(statement) && !isTypeOnly(statement.importClause);
  const isExport = ts.isExportDeclaration(statement) && !statement.isTypeOnly;
  if (!isImport && !isExport) return null;
  const { moduleSpecifier } = statement;
  return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : null;
}

/** @param {ts.ImportClause | undefined} clause absent: imported for what it does */
function isTypeOnly(clause) {
  return clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}
