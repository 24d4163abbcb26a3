import path from "node:path";
import ts from "typescript";

/**
 * Compiles the examples against the built packages, as a user's compiler would, and puts the JavaScript
 * beside each.
 *
 * @param {string} root
 * @param {readonly import("./write-examples.mjs").WrittenExample[]} written
 * @returns {Map<string, string[]>} what the compiler says, by path of the TypeScript file; "" for the rest
 */
export function compileExamples(root, written) {
  const program = ts.createProgram(
    written.map(({ source }) => source),
    compilerOptions(root),
  );
  const emitted = program.emit();
  /** @type {Map<string, string[]>} */
  const messages = new Map();
  for (const diagnostic of [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics]) {
    const file = diagnostic.file?.fileName ?? "";
    messages.set(file, [...(messages.get(file) ?? []), messageOf(diagnostic)]);
  }
  return messages;
}

/** @param {string} root */
function compilerOptions(root) {
  const base = path.join(root, "tsconfig.base.json");
  const { config, error } = ts.readConfigFile(base, ts.sys.readFile);
  if (error) throw new Error(messageOf(error));
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  return {
    ...options,
    configFilePath: base, // `types` are looked up from here
    declaration: false,
    declarationMap: false,
    sourceMap: false,
    inlineSourceMap: true,
  };
}

/** @param {ts.Diagnostic} diagnostic */
function messageOf({ file, start, code, messageText }) {
  const text = `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  if (!file || start === undefined) return text;
  return `line ${file.getLineAndCharacterOfPosition(start).line + 1}: ${text}`;
}
