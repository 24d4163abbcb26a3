import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { quoted } from "../answer/quoted.ts";
import { isJsonArray } from "../json/json-array.ts";

/** What an error body says, whatever its shape. */
export interface OpenAIErrorBody {
  /** The provider's sentence, one line of at most 300 characters; null when it gave none. */
  readonly message: string | null;
  /** Its code and type, lower case; integers of proxies are `status`. */
  readonly codes: readonly string[];
  /** An HTTP status given as the code of the error. */
  readonly status: number | null;
  /** Which limit refused a 402 (OpenRouter). */
  readonly limitSource: string | null;
}

/**
 * The error in a body; null when it holds none. Read are `{ error: { message, code, type } }` (OpenAI),
 * `{ error: "…" }`, `{ object: "error", message, code }` (vLLM before 0.11), `{ detail }` (FastAPI) and
 * `{ message }` (gateways).
 */
export function openAIErrorBody(body: JsonValue): OpenAIErrorBody | null {
  if (!isJsonObject(body)) return null;
  const { error, detail, message, object } = body;
  if (isJsonObject(error)) return fromObject(error);
  if (typeof error === "string") return fromObject({ message: error });
  if (detail !== undefined && detail !== null) return fromObject({ message: detailText(detail) });
  if (object === "error" || typeof message === "string") return fromObject(body);
  return null;
}

function fromObject(error: JsonObject): OpenAIErrorBody {
  const { message, code, type, metadata } = error;
  const numeric = typeof code === "number" ? code : Number(code ?? Number.NaN);
  const source = isJsonObject(metadata) ? metadata["limit_source"] : null;
  return {
    message: typeof message === "string" && message !== "" ? quoted(message, 300) : null,
    codes: [code, type]
      .filter((name) => typeof name === "string")
      .map((name) => name.toLowerCase()),
    status: Number.isInteger(numeric) && numeric >= 400 && numeric <= 599 ? numeric : null,
    limitSource: typeof source === "string" ? source : null,
  };
}

/** FastAPI answers a text, or a list of `{ msg }`. */
function detailText(detail: JsonValue): string {
  if (typeof detail === "string") return detail;
  const items = isJsonArray(detail) ? detail : [detail];
  const texts = items.map((item) => (isJsonObject(item) ? item["msg"] : item));
  return texts.filter((text) => typeof text === "string").join("; ");
}
