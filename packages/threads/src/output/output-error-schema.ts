import type { ErrorKind, OutputError } from "@minference/protocol";
import { z } from "zod";

/** A schema for what went wrong with one answer. */
export const outputErrorSchema: z.ZodType<OutputError> = z.strictObject({
  code: z.string(),
  // the kinds are a type of protocol; a stored one may be of a later release
  kind: z.custom<ErrorKind>((kind) => typeof kind === "string"),
  message: z.string(),
  retryable: z.boolean(),
  httpStatus: z.int().nullable(),
  providerRequestId: z.string().nullable(),
});
