import { isJsonObject, type JsonObject } from "@minference/protocol";
import { followLocalRefs } from "./local-ref.ts";

/** True for a schema that describes an object: its type is `object`, or it names properties without a type. */
export function isObjectSchema(schema: JsonObject): boolean {
  const followed = followLocalRefs(schema, schema);
  if (!isJsonObject(followed)) return false;
  return (
    followed["type"] === "object" || (followed["type"] === undefined && "properties" in followed)
  );
}
