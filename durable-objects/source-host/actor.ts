/**
 * Whose turn it is to ask one host, for all niches of the installation (docs/adr/0022-one-queue-a-host.md): one actor a host, named by it.
 *
 * Native, without the kernel: each call is one synchronous step of a small state, which outlives the actor; nothing of it is worth a history.
 */
import { DurableObject } from "cloudflare:workers";
import {
  ended,
  isAtRest,
  nobodyAsks,
  turnOf,
  type Asker,
  type HostState,
  type Turn,
  type TurnEnd,
} from "../../workers/niche-analysis/domain/sources/host-turns.ts";

/** After so long without a question it is looked whether anything is left to be remembered. */
const restMs = 60 * 60_000;

export class SourceHost extends DurableObject {
  /** Its turn, or how long to wait: whoever comes back then has kept its place. */
  take(asker: Asker): Turn {
    const { state, turn } = turnOf(this.#state, asker, Date.now());
    this.#keep(state);
    return turn;
  }

  /** Gives a turn back, with what the host wants. Any number of times. */
  end(asker: Asker, end: TurnEnd): void {
    this.#keep(ended(this.#state, asker, end, Date.now()));
  }

  override async alarm(): Promise<void> {
    if (isAtRest(this.#state, Date.now())) await this.ctx.storage.deleteAll();
    else await this.ctx.storage.setAlarm(Date.now() + restMs);
  }

  get #state(): HostState {
    return this.ctx.storage.kv.get<HostState>("turns") ?? nobodyAsks;
  }

  /** Both in one turn, before any await: together or not at all. */
  #keep(state: HostState): void {
    this.ctx.storage.kv.put("turns", state);
    void this.ctx.storage.setAlarm(Date.now() + restMs);
  }
}
