/** All events of one organisation, read from the store page by page into memory, as far as they fit. */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { EventBusService } from "../../contracts/services/event-bus.ts";

/** One call between Workers carries 32 MiB; the envelope around the data needs its part of it. */
const maxReplayBytes = 16_000_000;
/** A request may call other Workers 32 times, and a verification needs two thirds of them for itself. */
const maxPages = 10;
const pageSize = 1_000;

/** The log of an organisation, as far as it was read. `read` goes on from there. */
export class Replay {
  readonly events: StoredEvent[] = [];
  /** Position of the store up to which every event of the organisation is here. */
  head = 0;
  readonly #bus: EventBusService;
  readonly #principal: Principal;
  #bytes = 0;
  #pages = 0;

  constructor(bus: EventBusService, principal: Principal) {
    this.#bus = bus;
    this.#principal = principal;
  }

  /** Reads what was stored since; answers how many events. `too_large` when the log is longer than one verification replays. */
  async read(): Promise<Result<number>> {
    const before = this.events.length;
    for (;;) {
      if (this.#pages >= maxPages || this.#bytes > maxReplayBytes)
        return err("too_large", `The log has more events than one verification replays (${this.events.length} read).`);
      this.#pages += 1;
      const { organisation } = this.#principal;
      const slice = await this.#bus.readEvents(this.#principal, { organisation, afterPosition: this.#last, limit: pageSize });
      if (!slice.ok) return slice;
      const { events, more, head } = slice.value;
      this.events.push(...events);
      this.#bytes += events.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
      this.head = more ? this.#last : head;
      if (!more) return ok(this.events.length - before);
    }
  }

  get #last(): number {
    return this.events.at(-1)?.position ?? 0;
  }
}
