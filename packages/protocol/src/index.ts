export {
  isUuid,
  lineageOf,
  mintLiveId,
  parseBatchId,
  parseContentHash,
  parseEcsId,
  parseLineageId,
  parseListHash,
  shortId,
  trustBatchId,
  trustContentHash,
  trustEcsId,
  trustLineageId,
  trustListHash,
} from "./ids/ids.ts";
export type { BatchId, ContentHash, EcsId, LineageId, ListHash, LiveId } from "./ids/ids.ts";
export { createIds, nextUuidV7, randomIds } from "./ids/id-source.ts";
export type { IdSource } from "./ids/id-source.ts";
export type { Clock } from "./runtime/clock.ts";
export { silentLogger } from "./runtime/logger.ts";
export type { LogFields, Logger } from "./runtime/logger.ts";
export { isJsonObject } from "./runtime/json.ts";
export type { JsonObject, JsonValue } from "./runtime/json.ts";
export {
  finishReasons,
  llmClients,
  messageRoles,
  reasoningEfforts,
  responseFormats,
} from "./chat/llm-client.ts";
export type {
  FinishReason,
  LLMClient,
  MessageRole,
  ReasoningEffort,
  ResponseFormat,
} from "./chat/llm-client.ts";
export type { Replay, ToolCall, ToolSpec } from "./chat/tool-call.ts";
export type { ChatRequest, NeutralMessage, OutputFormat, ToolChoice } from "./chat/chat-request.ts";
export type {
  ChatResult,
  NeutralAnswer,
  NeutralJsonObject,
  NeutralUsage,
  OutputError,
  SentRequest,
} from "./chat/chat-result.ts";
export type { ModelProfile } from "./chat/model-profile.ts";
export type { ErrorKind } from "./errors/error-kind.ts";
export { MinferenceError } from "./errors/minference-error.ts";
export type { ErrorSubject } from "./errors/minference-error.ts";
export { KindError } from "./errors/kind-error.ts";
export type { KindErrorDetail } from "./errors/kind-error.ts";
export { isKind, isMinferenceError } from "./errors/is-kind.ts";
export type { KnownError } from "./errors/is-kind.ts";
export { SchemaDriftError } from "./errors/schema-drift-error.ts";
export { CorruptError } from "./errors/corrupt-error.ts";
export { UnserialisableError } from "./errors/unserialisable-error.ts";
export { TooLargeError } from "./errors/too-large-error.ts";
export { TooDeepError } from "./errors/too-deep-error.ts";
export { StorageBusyError } from "./errors/storage-busy-error.ts";
export { StorageFullError } from "./errors/storage-full-error.ts";
export { StorageUnavailableError } from "./errors/storage-unavailable-error.ts";
export { CommitUnknownError } from "./errors/commit-unknown-error.ts";
export { ToolNotFoundError } from "./errors/tool-not-found-error.ts";
export { ToolNotCalledError } from "./errors/tool-not-called-error.ts";
export { SchemaInvalidError } from "./errors/schema-invalid-error.ts";
export { OutputInvalidError } from "./errors/output-invalid-error.ts";
export { RateLimitedError } from "./errors/rate-limited-error.ts";
export { QuotaError } from "./errors/quota-error.ts";
export { OverloadedError } from "./errors/overloaded-error.ts";
export { ServerError } from "./errors/server-error.ts";
export { TimeoutError } from "./errors/timeout-error.ts";
export { ConnectionError } from "./errors/connection-error.ts";
export { TruncatedError } from "./errors/truncated-error.ts";
export { TruncatedStreamError } from "./errors/truncated-stream-error.ts";
export { ProtocolError } from "./errors/protocol-error.ts";
export { AuthError } from "./errors/auth-error.ts";
export { PermissionError } from "./errors/permission-error.ts";
export { InvalidRequestError } from "./errors/invalid-request-error.ts";
export { ContextLengthError } from "./errors/context-length-error.ts";
export { ContentFilterError } from "./errors/content-filter-error.ts";
export { RefusalError } from "./errors/refusal-error.ts";
export { AbortedError } from "./errors/aborted-error.ts";
export { BudgetError } from "./errors/budget-error.ts";
export { UnsafeNameError } from "./errors/unsafe-name-error.ts";
export { UnsafePathError } from "./errors/unsafe-path-error.ts";
