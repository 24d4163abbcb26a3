import { compileExamples } from "./compile-examples.mjs";
import { findExamples } from "./find-examples.mjs";
import { runProgram } from "./run-program.mjs";
import { removeExamples, writeExamples } from "./write-examples.mjs";

/**
 * Compiles and runs every TypeScript block of the documentation, against a provider of ours on loopback.
 * Prints what fails, with the document and its line.
 *
 * @param {string} root
 * @returns {Promise<boolean>} true when all compiled and ended with 0
 */
export async function checkExamples(root) {
  const examples = findExamples(root);
  try {
    const written = writeExamples(root, examples);
    const failures = await failuresOf(root, written);
    for (const failure of failures) console.log(failure);
    console.log(`${examples.length} examples, ${failures.length} failed`);
    return failures.length === 0;
  } finally {
    removeExamples(root, examples);
  }
}

/**
 * @param {string} root
 * @param {readonly import("./write-examples.mjs").WrittenExample[]} written
 * @returns {Promise<string[]>}
 */
async function failuresOf(root, written) {
  const messages = compileExamples(root, written);
  const failures = [...(messages.get("") ?? [])];
  const { startFakeProvider } = await import("@minference/clients/testing");
  const provider = await startFakeProvider();
  const environment = { OPENAI_BASE_URL: provider.url, OPENAI_API_KEY: "example-key" };
  try {
    for (const { example, source, program } of written) {
      const errors = messages.get(source);
      const failure = errors
        ? `does not compile\n${errors.join("\n")}`
        : await runProgram(program, environment);
      if (failure !== null) failures.push(`${example.file}:${example.line} ${failure}`);
    }
  } finally {
    await provider.close();
  }
  return failures;
}
