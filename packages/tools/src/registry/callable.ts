import type { JsonObject } from "@minference/protocol";
import type { ToolSchema } from "../schema/tool-schema.ts";
import type { ApproveCall, ToolFunction } from "./tool-function.ts";

/** How the calls of a tool are run (U9, U10). */
export interface CallableBehaviour {
  /** It runs alone: no other call of the same turn runs beside it. */
  readonly sequential: boolean;
  /** It may run twice: on resume it is run again instead of failing as not finished. */
  readonly repeatable: boolean;
  /** Asked before each call; null: nobody is asked. */
  readonly approve: ApproveCall | null;
}

/** What a function is registered with. */
export interface CallableRegistration<
  Input extends ToolSchema = ToolSchema,
  Output extends ToolSchema = ToolSchema,
> extends Partial<CallableBehaviour> {
  readonly description?: string | null;
  /** Of the arguments. A Zod or other Standard Schema also checks and transforms them before the call. */
  readonly inputSchema: Input;
  /** Of the result; left out, any result is taken. */
  readonly outputSchema?: Output | undefined;
  /** A schema given by hand beside `inputSchema`; it must agree with it, and is the one that is kept. */
  readonly givenInputSchema?: JsonObject;
  /** The same for the result. */
  readonly givenOutputSchema?: JsonObject;
  /** Keys are refused that `inputSchema` is silent about; true when left out. */
  readonly strictSchema?: boolean;
}

/** What can be changed of an entry; what is left out stays. */
export type CallableChanges = Partial<CallableRegistration> & { readonly fn?: ToolFunction };

/** What a registry knows of a name. */
export interface CallableInfo extends CallableBehaviour {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of the arguments. */
  readonly inputSchema: JsonObject;
  /** JSON Schema of the result or of its wrapper; `{}` when nothing was given. */
  readonly outputSchema: JsonObject;
  readonly strictSchema: boolean;
  readonly isAsync: boolean;
  readonly origin: "function" | "source";
  readonly registeredAt: Date;
}
