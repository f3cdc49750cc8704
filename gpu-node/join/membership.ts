/** Keeps the node a member of the pool: joins, renews the lease, joins again when that is over, and says when it leaves. */
import { setTimeout as pause } from "node:timers/promises";
import type { Heartbeat, IntroducedModel, JoinAnswer, JoinRequest } from "../../contracts/node-protocol.ts";
import { keyOf } from "../models/model-key.ts";
import { backoff, type BackoffOptions } from "./backoff.ts";
import type { EdgeClient } from "./edge-client.ts";
import type { Line } from "./line.ts";

export interface MembershipOptions {
  client: EdgeClient;
  line: Line;
  /** How the node introduces itself, with the models that it offers now. */
  introduction: () => JoinRequest;
  /** What it would say of itself now. */
  load: () => Heartbeat["load"];
  /** Names of the models in memory now. */
  loaded: () => string[];
  /** Told of every credential that a join brings. */
  onJoined: (answer: JoinAnswer) => void;
  /** One line for the operator. */
  log: (line: string) => void;
  /** Pauses between attempts to join, and before joining again after a lease that did not last. */
  pauses?: BackoffOptions;
  now?: () => number;
  random?: () => number;
}

const joinPauses: BackoffOptions = { first: 500, longest: 10_000 };

export class Membership {
  readonly #options: MembershipOptions;
  readonly #leaving = new AbortController();
  #lease: JoinAnswer | undefined;
  /** Versions of which the edge was told where they come from, since the last join. */
  #told: ReadonlySet<string> = new Set();
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

  /** Tells the edge that this node drains, so that it sends nothing new, and stops renewing. Calls under way can still be answered. */
  async leave(): Promise<void> {
    this.#leaving.abort();
    await this.#running;
    if (this.#lease) await this.#beat(this.#lease, "draining");
  }

  /** Tells the edge that everything is finished and this node ends. */
  async left(): Promise<void> {
    if (this.#lease) await this.#beat(this.#lease, "left");
  }

  /** Ends every connection to the edge. */
  async close(): Promise<void> {
    await Promise.all([this.#options.line.close(), this.#options.client.close()]);
  }

  /** A lease that was over at once means that something is wrong for longer: each further one is followed by a longer pause. */
  async #live(): Promise<void> {
    const { pauses = joinPauses, now = Date.now, random = Math.random } = this.#options;
    for (let short = 0; !this.#leaving.signal.aborted;) {
      const lease = await this.#join();
      if (!lease) return;
      const begun = now();
      await this.#hold(lease);
      short = now() - begun < lease.leaseMs ? short + 1 : 0;
      await this.#rest(backoff(Math.max(1, short), pauses, random));
    }
  }

  async #join(): Promise<JoinAnswer | undefined> {
    const { client, introduction, onJoined, log, pauses = joinPauses, random = Math.random } = this.#options;
    let said: string | undefined;
    for (let attempt = 1; !this.#leaving.signal.aborted; attempt++) {
      const request = introduction();
      const answer = await client.join(request);
      if (answer.ok) {
        this.#told = new Set(request.models.map(keyOf));
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

  /** Heartbeats until leaving, until the edge refuses one, or until it cannot be reached under this lease any more. */
  async #hold(lease: JoinAnswer): Promise<void> {
    const { line, log } = this.#options;
    const opened = await line.open(lease);
    if (!opened.ok) return log(`${opened.error.detail}. Joining again.`);
    this.#lease = lease;
    const over = new AbortController();
    let why: string | undefined;
    void line.broken().then((reason) => {
      why = `The link to the edge is over: ${reason}. Joining again.`;
      over.abort();
    });
    while (!this.#leaving.signal.aborted && why === undefined) {
      const outcome = await this.#beat(lease, "ready");
      if (outcome === "refused") why = "The edge does not know this node any more. Joining again.";
      else await this.#rest(lease.heartbeatMs, over.signal);
    }
    if (why === undefined || this.#leaving.signal.aborted) return;
    this.#lease = undefined;
    log(why);
  }

  async #beat(lease: JoinAnswer, status: Heartbeat["status"]) {
    const { line, introduction, load, loaded } = this.#options;
    const offered = introduction().models;
    const models = offered.map((model) => (this.#told.has(keyOf(model)) ? withoutOrigin(model) : model));
    const outcome = await line.beat(lease, { epoch: lease.epoch, status, models, loaded: loaded(), load: load() });
    if (outcome === "accepted") this.#told = new Set(offered.map(keyOf));
    return outcome;
  }

  async #rest(milliseconds: number, until: AbortSignal = this.#leaving.signal): Promise<void> {
    await pause(milliseconds, undefined, { signal: AbortSignal.any([this.#leaving.signal, until]) }).catch(() => undefined);
  }
}

function withoutOrigin({ manifest: _, ...model }: IntroducedModel): IntroducedModel {
  return model;
}
