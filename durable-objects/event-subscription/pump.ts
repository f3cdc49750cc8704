/**
 * One turn of a subscription: stalled subjects whose time has come, then page after page of the store, until nothing waits,
 * the subscriber is away, or the turn has made as many calls as it may. A crash at any point repeats at most what was not
 * noted, and the subscriber's inbox drops the repetition.
 */
import type { StoredEvent } from "../../contracts/events/envelope.ts";
import type { Fault } from "../../contracts/result.ts";
import { err } from "../../contracts/result.ts";
import type { Stalled } from "../../workers/event-bus/domain/subscription.ts";
import { detourLine, mainLine, type Line } from "./lines.ts";
import type { Peer } from "./peer.ts";
import type { Progress } from "./progress.ts";
import { maxStalled, nextLook, stall } from "./stalling.ts";
import type { StoreReader } from "./store-reader.ts";
import type { Told } from "./told.ts";

/** One invocation may call other Workers 32 times; the next alarm is a new one. What is begun may take a few more than this. */
const maxCalls = 24;

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** In [0, 1). */
  random(): number;
}

export interface PumpParts {
  progress: Progress;
  told: Told;
  store: StoreReader;
  peer: Peer;
  clock: Clock;
  /** True when the store has grown since it was last asked. */
  news(): boolean;
}

/** Why a turn ended. `drained`: nothing waits now; `more`: go on in a new turn; `away`: the subscriber needs a pause. */
export type TurnEnd = "drained" | "more" | "away";

/** A turn's inner steps go on, or end it. */
type Step = "on" | Exclude<TurnEnd, "drained">;

export class Pump {
  readonly #parts: PumpParts;

  constructor(parts: PumpParts) {
    this.#parts = parts;
  }

  async turn(): Promise<TurnEnd> {
    try {
      return await this.#turn();
    } catch (cause) {
      return this.#pause(err("unavailable", `The event store could not be read: ${String(cause)}`).error);
    }
  }

  async #turn(): Promise<TurnEnd> {
    const { progress, peer } = this.#parts;
    const handles = await peer.handles();
    if (!handles.ok) return this.#pause(handles.error);
    progress.handles = handles.value;
    const end = await this.#work(handles.value);
    if (end !== "away") progress.outage = undefined;
    return end;
  }

  async #work(types: string[]): Promise<TurnEnd> {
    const caughtUp = await this.#catchUpDue(types);
    if (caughtUp !== "on") return caughtUp;
    const end = await this.#follow(types);
    if (end !== "drained") return end;
    const returned = await this.#followDetours(types);
    return returned === "on" ? "drained" : returned;
  }

  /** The main line: everything after the cursor. */
  async #follow(types: string[]): Promise<TurnEnd> {
    const { progress, told, store, news } = this.#parts;
    const line = mainLine(progress);
    for (;;) {
      if (this.#spent) return "more";
      const { events, reach, more } = told.after(progress.cursor, types) ?? (await store.after(progress.cursor, types));
      const step = await this.#deliverPage(events, line);
      if (step !== "on") return step;
      line.advance(reach);
      if (!more && !news()) return "drained";
    }
  }

  /** Organisations that were paused or rewound and go on: from their own place to the cursor, where they join the others. */
  async #followDetours(types: string[]): Promise<Step> {
    const { progress, store } = this.#parts;
    for (let detour = progress.detours.next(); detour; detour = progress.detours.next()) {
      if (this.#spent) return "more";
      const { organisation, position } = detour;
      const line = detourLine(progress, detour);
      const { events, reach } = await store.ofOrganisation(organisation, position, progress.cursor, types);
      const step = await this.#deliverPage(events, line);
      if (step !== "on") return step;
      line.advance(reach);
      progress.detours.finish(organisation, progress.cursor);
    }
    return "on";
  }

  async #deliverPage(page: StoredEvent[], line: Line): Promise<Step> {
    const events = page.filter((event) => line.takes(event));
    if (events.length === 0) return "on";
    const delivery = await this.#parts.peer.deliver(events);
    if (delivery.outcome === "accepted") return "on";
    if (delivery.outcome === "away") return this.#pause(delivery.fault);
    // Somewhere in the batch is an event that the subscriber does not take: one by one shows which.
    return this.#deliverSingly(events, line);
  }

  async #deliverSingly(events: StoredEvent[], line: Line): Promise<Step> {
    for (const event of events) {
      if (!line.takes(event)) continue;
      if (this.#spent) return "more";
      const delivery = await this.#parts.peer.deliver([event]);
      if (delivery.outcome === "away") return this.#pause(delivery.fault);
      if (delivery.outcome === "refused") {
        const step = await this.#refuse(undefined, event, delivery.fault, () => line.takes(event));
        if (step !== "on") return step;
      }
      line.advance(event.position);
    }
    return "on";
  }

  /** Stalled subjects that are due: from their refused event up to the cursor, one by one. */
  async #catchUpDue(types: string[]): Promise<Step> {
    const { progress, clock } = this.#parts;
    for (let due = progress.nextDue(clock.now()); due; due = progress.nextDue(clock.now())) {
      if (this.#spent) return "more";
      const step = await this.#catchUp(due, types);
      if (step !== "on") return step;
    }
    return "on";
  }

  async #catchUp(stalled: Stalled, types: string[]): Promise<Step> {
    const { progress, store, peer } = this.#parts;
    // Paused or rewound meanwhile: the detour sees to the rest.
    const ours = () => !progress.detours.of(stalled.organisation);
    for (let from = stalled.position; ;) {
      const { events, reach, more } = await store.ofSubject(stalled.subject, from, progress.cursor, types);
      for (const event of events) {
        if (this.#spent) return "more";
        if (!ours()) return "on";
        const delivery = await peer.deliver([event]);
        if (delivery.outcome === "away") return this.#pause(delivery.fault);
        if (delivery.outcome === "refused") return this.#refuse(stalled, event, delivery.fault, ours);
        from = event.position + 1;
        progress.catchUp(stalled.subject, from);
      }
      if (!more) break;
      from = reach + 1;
    }
    if (ours()) progress.release(stalled.subject);
    return "on";
  }

  /** An event was refused. It is the event's own fault only if the service still answers, and if it is not all of them. */
  async #refuse(before: Stalled | undefined, event: StoredEvent, fault: Fault, ours: () => boolean): Promise<Step> {
    const { progress, peer } = this.#parts;
    const alive = await peer.handles();
    if (!alive.ok) return this.#pause(alive.error);
    if (!before && progress.stalledCount >= maxStalled) return this.#pause(fault);
    if (ours()) progress.stall(stall(before, event, fault, this.#at()));
    return "on";
  }

  #pause(fault: Fault): "away" {
    const { progress } = this.#parts;
    const failures = (progress.outage?.failures ?? 0) + 1;
    progress.outage = { failures, fault, retryAt: nextLook(failures, fault, this.#at()) };
    return "away";
  }

  #at(): { now: number; random: number } {
    const { clock } = this.#parts;
    return { now: clock.now(), random: clock.random() };
  }

  get #spent(): boolean {
    return this.#parts.peer.calls >= maxCalls;
  }
}
