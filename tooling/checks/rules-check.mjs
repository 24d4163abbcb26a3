import { rulesInForce, traceRules } from "../trace/trace-rules.mjs";

/** Every rule in force is named by a test. Names are read, no test is run. */
export const rulesCheck = {
  name: "rules",
  remedy:
    "Name each rule above in the test that shows it; which ones are in force: tooling/rules-in-force.json.",
  /** @param {string} root */
  run(root) {
    const traced = traceRules(root);
    const missing = rulesInForce(root).filter((rule) => !traced.has(rule));
    for (const rule of missing) console.log(`no test names ${rule}`);
    return missing.length === 0;
  },
};
