import type { LLMClient, ResponseFormat } from "@minference/protocol";
import { ThreadsError } from "./threads-error.ts";

/** A client does not offer a response format; nothing was changed or sent. */
export class ConfigError extends ThreadsError {
  readonly code = "config";
  readonly kind = "invalid_request";
  readonly retryable = false;
  readonly responseFormat: ResponseFormat;
  /** The formats that can be used in its place. */
  readonly instead: readonly ResponseFormat[];

  constructor(refused: {
    readonly responseFormat: ResponseFormat;
    readonly client: LLMClient;
    readonly instead: readonly ResponseFormat[];
    readonly ecsId?: string;
  }) {
    const { client, responseFormat, instead } = refused;
    super(
      `The response format ${responseFormat} is not offered by the client ${client}. ` +
        `Set LLMConfig.responseFormat to ${instead.join(" or ")}.`,
      { ...refused, entityType: "LLMConfig", path: "responseFormat" },
    );
    this.responseFormat = responseFormat;
    this.instead = instead;
  }
}
