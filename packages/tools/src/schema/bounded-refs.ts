import { _, type CodeKeywordDefinition } from "ajv";
import dynamicRef from "ajv/dist/vocabularies/dynamic/dynamicRef.js";
import ref from "ajv/dist/vocabularies/core/ref.js";

/** How many references one validation may follow; thrown through when there are none left. */
export class RefBudget {
  #left = 0;

  /** Sets what the next validation may use: 20 for each value, and 50,000. */
  refill(nodes: number): void {
    this.#left = 50_000 + 20 * nodes;
  }

  /** @throws {RangeError} no reference is left. */
  spend(): void {
    this.#left -= 1;
    if (this.#left < 0)
      throw new RangeError("the schema refers to itself too often for this value");
  }
}

/**
 * Ajv's `$ref` and `$dynamicRef`, counted. All else of a schema is looked at once for each value; references
 * alone can double the work at each level of a value, or at each other: 30 of them made 2^30 steps.
 */
export function boundedRefs(budget: RefBudget): readonly CodeKeywordDefinition[] {
  const spend = (): void => budget.spend();
  return [ref.default, dynamicRef.default].map((definition) => ({
    ...definition,
    code(cxt, ruleType) {
      cxt.gen.code(_`${cxt.gen.scopeValue("func", { ref: spend })}()`);
      definition.code(cxt, ruleType);
    },
  }));
}
