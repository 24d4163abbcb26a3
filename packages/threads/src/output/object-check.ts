import type { NeutralJsonObject, OutputError } from "@minference/protocol";
import { CallableRegistry, type CheckableTool, type ToolInput } from "@minference/tools";

/** Checks what a model gave to a structured tool; a `CallableRegistry` that is kept compiles each schema once. */
export type ObjectValidator = Pick<CallableRegistry, "validateStructured">;

/** The structured tool whose object an answer is to be. */
export interface WantedObject {
  readonly tool: CheckableTool;
  /** One for this answer alone when left out. */
  readonly validator?: ObjectValidator | undefined;
}

/** What came of checking an object. */
type Checked = ReturnType<ObjectValidator["validateStructured"]>;

/** What a tool's schema says of an object, or of the text that was to be one (U6). */
export function checkObject(
  { tool, validator = new CallableRegistry() }: WantedObject,
  input: ToolInput,
): Checked {
  return validator.validateStructured(tool, input);
}

/** Why the JSON out of an answer's text is not the object that was wanted; null when it is (spec 6.3). */
export function objectError(
  objects: readonly NeutralJsonObject[],
  wanted: WantedObject,
): OutputError | null {
  const found = objects.find(({ toolCallId }) => toolCallId === null);
  const checked = found === undefined ? null : checkObject(wanted, found.object);
  if (checked?.status !== "failed") return null;
  const { kind, message } = checked.error;
  return {
    code: kind,
    kind,
    message: `${message} Say in the prompt what the object must be, or run the thread again.`,
    retryable: false,
    httpStatus: null,
    providerRequestId: null,
  };
}
