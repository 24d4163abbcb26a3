import type { Clients } from "@minference/clients";
import type { RequestLimits } from "@minference/threads";

/** Who answers. */
export interface Provider {
  readonly clients: Clients;
  readonly model: string;
  /** For people: who it is and where. */
  readonly description: string;
  /** Null: the default limits of the client. */
  readonly limits: RequestLimits | null;
  /** Ends the connections, and the built-in server. */
  close(): Promise<void>;
}
