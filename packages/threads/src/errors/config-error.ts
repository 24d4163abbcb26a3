import type { LLMClient, ResponseFormat } from "@minference/protocol";
import { ThreadsError } from "./threads-error.ts";

/** A response format cannot be asked for; nothing was changed or sent. */
export class ConfigError extends ThreadsError {
  readonly code = "config";
  readonly kind = "invalid_request";
  readonly retryable = false;
  readonly responseFormat: ResponseFormat;
  /** The formats that can be used in its place. */
  readonly instead: readonly ResponseFormat[];

  constructor(refused: {
    readonly responseFormat: ResponseFormat;
    /** The client that does not offer it, or this release of minference, which no client of it does. */
    readonly refusedBy: LLMClient | "release";
    readonly instead: readonly ResponseFormat[];
    readonly ecsId?: string;
  }) {
    const { refusedBy, responseFormat, instead } = refused;
    const who = refusedBy === "release" ? "this release of minference" : `the client ${refusedBy}`;
    super(
      `The response format ${responseFormat} is not offered by ${who}. ` +
        `Set LLMConfig.responseFormat to ${instead.join(" or ")}.`,
      { ...refused, entityType: "LLMConfig", path: "responseFormat" },
    );
    this.responseFormat = responseFormat;
    this.instead = instead;
  }
}
