import { UnsafeNameError } from "@minference/protocol";
import { suggestToolName } from "@minference/tools";
import { z } from "zod";

const safeName = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A schema for the name of a tool: 1 to 64 of `A-Z a-z 0-9 _ -`, what every provider takes (T14).
 *
 * Parsing throws {@link UnsafeNameError}, which suggests a name, instead of reporting an issue.
 */
export function toolNameSchema(entityType: string): z.ZodString {
  return z.string().refine((name) => {
    if (safeName.test(name)) return true;
    throw new UnsafeNameError({
      problem: `${entityType}.name ${JSON.stringify(name.slice(0, 80))} has characters or a length that providers refuse`,
      remedy: `Use 1 to 64 letters, digits, _ and -, such as "${suggestToolName(name)}"`,
      entityType,
      path: "name",
    });
  });
}
