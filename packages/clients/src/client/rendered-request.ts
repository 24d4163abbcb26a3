import type { JsonValue } from "@minference/protocol";
import type { Envelope } from "@minference/wire";

/** A request rendered for one API. */
export interface RenderedRequest {
  readonly envelope: Envelope;
  readonly messages: readonly JsonValue[];
  /** Path below the base URL. */
  readonly path: string;
}
