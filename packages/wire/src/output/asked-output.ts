/** What a request asked of the answer, as far as reading it needs to know. */
export type AskedOutput =
  /** Text; JSON in it counts when it is all of it. */
  | { readonly kind: "text" }
  /** A call of this tool. */
  | { readonly kind: "call"; readonly name: string }
  /** A JSON object in the text; it gets this name. */
  | { readonly kind: "json"; readonly name: string }
  /** A JSON object, asked for as the arguments of a call of this name. */
  | { readonly kind: "json_by_call"; readonly name: string };

/** Name of JSON out of text when no schema gives one. */
export const parsedContentName = "parsed_content";
