/** `npm run test:docs`: compiles and runs every TypeScript block of READMEs, guides and docstrings. */
import path from "node:path";
import process from "node:process";
import { checkExamples } from "./doc-examples/check-examples.mjs";

process.exitCode = (await checkExamples(path.resolve(import.meta.dirname, ".."))) ? 0 : 1;
