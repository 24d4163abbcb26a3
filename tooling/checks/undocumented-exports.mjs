import ts from "typescript";

/** @typedef {{ file: string, line: number, name: string }} Undocumented line counts from 1 */

/**
 * The exported names without a docstring, each at its declaration. A name that is only passed on, as by an
 * index.ts, is followed to where it is declared; one docstring is enough for all its overloads.
 *
 * @param {ts.Program} program
 * @param {(file: string) => boolean} isChecked
 * @returns {Undocumented[]} without doubles, in the order of the files
 */
export function undocumentedExports(program, isChecked) {
  const checker = program.getTypeChecker();
  /** @type {Map<ts.Symbol, Undocumented>} */
  const found = new Map();
  for (const source of program.getSourceFiles()) {
    const moduleSymbol = isChecked(source.fileName) && checker.getSymbolAtLocation(source);
    if (!moduleSymbol) continue;
    for (const exported of checker.getExportsOfModule(moduleSymbol)) {
      const symbol = declared(exported, checker);
      if (!isDocumented(symbol, checker)) found.set(symbol, place(symbol, source));
    }
  }
  return [...found.values()];
}

/**
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 */
function declared(symbol, checker) {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

/**
 * @param {ts.Symbol} symbol
 * @param {ts.TypeChecker} checker
 */
function isDocumented(symbol, checker) {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== "";
}

/**
 * @param {ts.Symbol} symbol
 * @param {ts.SourceFile} source
 * @returns {Undocumented}
 */
function place(symbol, source) {
  const node = symbol.declarations?.[0] ?? source;
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return { file: file.fileName, line: line + 1, name: symbol.name };
}
