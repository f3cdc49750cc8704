/**
 * Pages of the store that wakes brought along. What follows on the cursor need not be read again then: the store has committed it
 * before it told of it. In memory only, and bounded; what is not here is read.
 */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import type { ToldPage } from "../../workers/event-bus/domain/subscription.ts";
import { pageSize, type StorePage } from "./store-reader.ts";

/** A subscriber that is behind by more than these reads the store. */
const maxPages = 8;

export class Told {
  #pages: ToldPage[] = [];

  add(page: ToldPage): void {
    if (this.#pages.length < maxPages) this.#pages.push(page);
  }

  /** Rows were restored, or nobody reads for a while. */
  forget(): void {
    this.#pages = [];
  }

  /** What follows on `position`, of `types`, as far as it was told; undefined when it was not. What lies before is forgotten. */
  after(position: number, types: readonly string[]): StorePage | undefined {
    this.#pages = this.#pages.filter(({ to }) => to > position);
    const events: StoredEvent[] = [];
    let reach = position;
    for (let page = this.#behind(reach); page; page = this.#behind(reach)) {
      const wanted = page.events.filter(({ type }) => types.includes(type));
      // One page is never cut, several together are a page of the usual size.
      if (reach > position && events.length + wanted.length > pageSize) break;
      events.push(...wanted);
      reach = page.to;
    }
    return reach === position ? undefined : { events, reach, more: this.#pages.some(({ to }) => to > reach) };
  }

  #behind(position: number): ToldPage | undefined {
    return this.#pages.find(({ after }) => after === position);
  }
}
