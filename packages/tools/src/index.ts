export { CallableRegistry } from "./callable-registry.ts";
export type {
  CallableRegistryOptions,
  CallableRegistryStatus,
  ExecuteAllOptions,
  TurnCall,
} from "./callable-registry.ts";
export type { CheckableTool } from "./execution/validate-structured.ts";
export type { ToolInput } from "./execution/read-arguments.ts";
export { systemToolClock } from "./execution/tool-clock.ts";
export type { ToolClock } from "./execution/tool-clock.ts";
export type {
  ExecutedOutcome,
  FailedOutcome,
  ToolFailure,
  ToolOutcome,
  ValidatedOutcome,
} from "./execution/tool-outcome.ts";
export { defaultTimeoutMs } from "./execution/tool-runner.ts";
export type { ExecutableTool, ExecuteOptions, RunnerCounts } from "./execution/tool-runner.ts";
export type {
  CallableBehaviour,
  CallableChanges,
  CallableInfo,
  CallableRegistration,
} from "./registry/callable.ts";
export type {
  ApprovalRequest,
  ApproveCall,
  ToolContext,
  ToolFunction,
} from "./registry/tool-function.ts";
export { argumentSchema } from "./schema/argument-schema.ts";
export { maxSchemaBytes } from "./schema/copy-schema.ts";
export { deriveSchema } from "./schema/derive-schema.ts";
export type { SchemaSide } from "./schema/derive-schema.ts";
export { maxJsonDepth } from "./schema/json-copy.ts";
export type { JsonCopy } from "./schema/json-copy.ts";
export type { JsonSchemaValue } from "./schema/json-schema-value.ts";
export { resultSchema } from "./schema/result-schema.ts";
export { SchemaCompiler } from "./schema/schema-compiler.ts";
export type { CompiledSchema, SchemaUse } from "./schema/schema-compiler.ts";
export { requireAgreement, schemaDifferences } from "./schema/schema-differences.ts";
export { maxProblems } from "./schema/schema-problem.ts";
export type { SchemaProblem } from "./schema/schema-problem.ts";
export { requireSafeToolName, suggestToolName, toolNameOfTitle } from "./schema/tool-name.ts";
export type { ArgumentsOf, ResultOf, ToolSchema, ValueOf } from "./schema/tool-schema.ts";
export { DuplicateCallableError } from "./errors/duplicate-callable-error.ts";
export { MissingSchemaError } from "./errors/missing-schema-error.ts";
export { SchemaMismatchError } from "./errors/schema-mismatch-error.ts";
export type { SchemaDifference } from "./errors/schema-mismatch-error.ts";
export { ToolsError } from "./errors/tools-error.ts";
