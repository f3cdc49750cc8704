/** How a member and its edge keep in touch between two joins. */
import type { Heartbeat, JoinAnswer } from "../../contracts/node-protocol.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { EdgeClient, HeartbeatOutcome } from "./edge-client.ts";

export interface Line {
  /** Before the first heartbeat of a lease. A fault when the edge cannot be kept in touch with under it. */
  open(lease: JoinAnswer): Promise<Result<true>>;
  beat(lease: JoinAnswer, heartbeat: Heartbeat): Promise<HeartbeatOutcome>;
  /** Resolves with why, when nothing can come over it any more under this lease. */
  broken(): Promise<string>;
  close(): Promise<void>;
}

/** Heartbeats are calls to the edge, and the edge calls the node's address: there is nothing to open and nothing that breaks. */
export class CallLine implements Line {
  readonly #client: EdgeClient;

  constructor(client: EdgeClient) {
    this.#client = client;
  }

  async open(): Promise<Result<true>> {
    return ok(true);
  }

  beat(lease: JoinAnswer, heartbeat: Heartbeat): Promise<HeartbeatOutcome> {
    return this.#client.heartbeat(lease, heartbeat, { timestamp: Date.now(), nonce: crypto.randomUUID() });
  }

  broken(): Promise<string> {
    return new Promise(() => undefined);
  }

  async close(): Promise<void> {
    // Its connections are the client's.
  }
}
