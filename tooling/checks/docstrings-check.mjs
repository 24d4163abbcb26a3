import path from "node:path";
import ts from "typescript";
import { undocumentedExports } from "./undocumented-exports.mjs";

/** Every exported name of every source file of the packages has a docstring, the public ones among them. */
export const docstringsCheck = {
  name: "docstrings",
  remedy: "Give each name above a docstring whose first sentence says, alone, what it gives.",
  /** @param {string} root */
  run(root) {
    const problems = undocumentedExports(sourceProgram(root), (file) =>
      isPackageSource(root, file),
    );
    for (const { file, line, name } of problems) {
      console.log(`${path.relative(root, file)}:${line} ${name} has no docstring`);
    }
    return problems.length === 0;
  },
};

/** @param {string} root */
function sourceProgram(root) {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, "tsconfig.check.json"),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: failOn },
  );
  if (!config) throw new Error("tsconfig.check.json could not be read.");
  return ts.createProgram(config.fileNames, config.options);
}

/** @param {ts.Diagnostic} diagnostic */
function failOn(diagnostic) {
  throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
}

/**
 * @param {string} root
 * @param {string} file
 */
function isPackageSource(root, file) {
  const relative = path.relative(root, file).split(path.sep).join("/");
  return /^packages\/[^/]+\/src\//.test(relative) && !/\.(test|test-d)\.ts$/.test(relative);
}
