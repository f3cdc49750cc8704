/** Keeps the node a member of the pool: joins, renews the lease, joins again when the edge forgot it, and says when it leaves. */
import { setTimeout as pause } from "node:timers/promises";
import type { Heartbeat, JoinAnswer, JoinRequest } from "../../contracts/node-protocol.ts";
import { backoff, type BackoffOptions } from "./backoff.ts";
import type { EdgeClient } from "./edge-client.ts";

export interface MembershipOptions {
  client: EdgeClient;
  /** How the node introduces itself. */
  introduction: JoinRequest;
  /** What it would say of itself now. */
  load: () => Heartbeat["load"];
  /** Names of the models in memory now. */
  loaded: () => string[];
  /** Told of every credential that a join brings. */
  onJoined: (answer: JoinAnswer) => void;
  /** One line for the operator. */
  log: (line: string) => void;
  /** Pauses between attempts to join. */
  pauses?: BackoffOptions;
  now?: () => number;
  random?: () => number;
  nonce?: () => string;
}

const joinPauses: BackoffOptions = { first: 500, longest: 10_000 };

export class Membership {
  readonly #options: MembershipOptions;
  readonly #leaving = new AbortController();
  #lease: JoinAnswer | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** Begins; returns at once. The edge may come up later than the node. */
  start(): void {
    this.#running = this.#live();
  }

  /** True while the edge has this node in its pool, as far as the node knows. */
  get joined(): boolean {
    return this.#lease !== undefined;
  }

  /** Tells the edge that this node drains, so that it sends nothing new, and stops renewing. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#running;
    if (this.#lease) await this.#beat(this.#lease, "draining");
    await this.#options.client.close();
  }

  async #live(): Promise<void> {
    while (!this.#leaving.signal.aborted) {
      this.#lease = await this.#join();
      if (this.#lease) await this.#renew(this.#lease);
    }
  }

  async #join(): Promise<JoinAnswer | undefined> {
    const { client, introduction, onJoined, log, pauses = joinPauses, random = Math.random } = this.#options;
    let said: string | undefined;
    for (let attempt = 1; !this.#leaving.signal.aborted; attempt++) {
      const answer = await client.join(introduction);
      if (answer.ok) {
        onJoined(answer.value);
        log(`joined the pool as ${answer.value.nodeId}, epoch ${answer.value.epoch}`);
        return answer.value;
      }
      // Waiting for the edge to come up repeats the same line: once is enough.
      if (answer.error.detail !== said) log(`${answer.error.detail} Trying again.`);
      said = answer.error.detail;
      await this.#rest(backoff(attempt, pauses, random));
    }
    return undefined;
  }

  /** Heartbeats until leaving, or until the edge refuses one. */
  async #renew(lease: JoinAnswer): Promise<void> {
    while (!this.#leaving.signal.aborted) {
      const outcome = await this.#beat(lease, "ready");
      if (outcome === "refused") {
        this.#options.log("The edge does not know this node any more. Joining again.");
        this.#lease = undefined;
        return;
      }
      await this.#rest(lease.heartbeatMs);
    }
  }

  #beat(lease: JoinAnswer, status: Heartbeat["status"]) {
    const { client, introduction, load, loaded, now = Date.now, nonce = () => crypto.randomUUID() } = this.#options;
    const heartbeat = { epoch: lease.epoch, status, models: introduction.models, loaded: loaded(), load: load() };
    return client.heartbeat(lease, heartbeat, { timestamp: now(), nonce: nonce() });
  }

  async #rest(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.#leaving.signal }).catch(() => undefined);
  }
}
