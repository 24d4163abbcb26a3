import type { ErrorKind } from "./error-kind.ts";

/** What an error is about, as typed fields beside its message. */
export interface ErrorSubject {
  readonly entityType?: string;
  readonly ecsId?: string;
  readonly lineageId?: string;
  /** Where in a value: field names and positions joined by dots. */
  readonly path?: string;
  readonly cause?: unknown;
}

/**
 * Base of every error of minference. Recognise errors by `code` or `kind`, never by `instanceof`: a second
 * copy of a package has classes of its own.
 */
export abstract class MinferenceError extends Error {
  /** Stable literal, one per class. */
  abstract readonly code: string;
  abstract readonly kind: ErrorKind;
  /** True when the same call may succeed later without a change. */
  abstract readonly retryable: boolean;
  readonly entityType: string | null;
  readonly ecsId: string | null;
  readonly lineageId: string | null;
  readonly path: string | null;

  constructor(message: string, subject: ErrorSubject = {}) {
    super(message, subject.cause === undefined ? undefined : { cause: subject.cause });
    this.name = new.target.name;
    this.entityType = subject.entityType ?? null;
    this.ecsId = subject.ecsId ?? null;
    this.lineageId = subject.lineageId ?? null;
    this.path = subject.path ?? null;
  }
}
