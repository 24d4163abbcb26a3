import { failureOf, type Failure } from "@minference/wire";

/** Codes of a server's certificate that another attempt does not change (C9). */
const certificateCode = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS/;

/**
 * Why undici or the system gave up on an exchange, by the code of its error (C9–C11, C26). The text of the
 * foreign error is left out: it may quote headers.
 */
export function networkFailure(error: unknown, provider: string): Failure {
  const code = codeOf(error);
  switch (code) {
    case "UND_ERR_CONNECT_TIMEOUT":
      return failureOf("timeout", `${provider} was not reached in time (connect clock)`);
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return failureOf("timeout", `${provider} fell silent for too long (idle clock)`);
    case "UND_ERR_DESTROYED":
    case "UND_ERR_CLOSED":
      return failureOf("aborted", `The client of ${provider} was closed`, "Make a new one.");
    case "UND_ERR_HEADERS_OVERFLOW":
      return failureOf("too_large", `${provider} sent headers beyond 16 KiB`, check);
    default:
      return byCode(code, provider);
  }
}

const check = "Check the base URL and the proxies before it.";

function byCode(code: string, provider: string): Failure {
  if (code.startsWith("HPE_")) {
    return failureOf("protocol", `${provider} answered with what is no HTTP (${code})`, check);
  }
  if (certificateCode.test(code)) {
    const failure = failureOf(
      "connection",
      `The certificate of ${provider} was not accepted (${code})`,
    );
    return { ...failure, retryable: false };
  }
  const named = code === "" ? "" : ` (${code})`;
  return failureOf("connection", `The connection to ${provider} failed or broke${named}`);
}

/** The code of an error or of the first cause that has one; undici's parser may give none. */
function codeOf(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if ("name" in error && error.name === "HTTPParserError") return "HPE_INVALID";
  if ("errors" in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return "cause" in error ? codeOf(error.cause) : "";
}
