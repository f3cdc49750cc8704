/**
 * Runs effects. `start` leases what is due and returns at once; each outcome comes back through `settle` in a turn of its own.
 * A crash at any point leaves a lease row, and the alarm brings the effect back.
 */
import { err, ok, type Fault } from "../../contracts/result.ts";
import { subjectOf, type ActorIdentity } from "../../contracts/actor.ts";
import type { Blueprint, EffectTools } from "./blueprint.ts";
import type { EffectRow, Effects } from "./effects.ts";
import type { Standings } from "./standing.ts";
import { tell } from "./telling.ts";
import type { EffectOutcome, EffectTask, Named, NewEvent } from "./types.ts";

/** An effect that is cut off this often brings its process down, and is given up. */
const maxInterruptions = 20;
/** Longest delay that a timer of the runtime takes. */
const maxTimeoutMs = 2 ** 31 - 1;

export type Settle<Command extends Named> = (row: EffectRow, task: EffectTask, outcome: EffectOutcome<Command>) => void;

export class Runner<Env, State, Command extends Named, Event extends NewEvent> {
  readonly #blueprint: Blueprint<Env, State, Command, Event>;
  readonly #tools: EffectTools<Env>;
  readonly #rows: Effects;
  readonly #now: () => number;
  readonly #settle: Settle<Command>;
  readonly #standings: Standings | undefined;
  readonly #running = new Map<string, AbortController>();

  constructor(
    blueprint: Blueprint<Env, State, Command, Event>,
    tools: EffectTools<Env>,
    rows: Effects,
    now: () => number,
    settle: Settle<Command>,
    standings?: Standings,
  ) {
    this.#blueprint = blueprint;
    this.#tools = tools;
    this.#rows = rows;
    this.#now = now;
    this.#settle = settle;
    this.#standings = standings;
  }

  /** Ids whose promise lives in this process. */
  get alive(): ReadonlySet<string> {
    return new Set(this.#running.keys());
  }

  /** Starts every due effect that its lane has room for. Does not wait for any of them. */
  start(identity: ActorIdentity, now: number): void {
    for (const row of this.#rows.startable(now)) {
      if (this.#running.has(row.id)) continue;
      this.#rows.lease(row.id, now);
      void this.#run(row, identity);
    }
  }

  abort(ids: readonly string[]): void {
    for (const id of ids) this.#running.get(id)?.abort(new Error("cancelled"));
  }

  async #run(row: EffectRow, identity: ActorIdentity): Promise<void> {
    const controller = new AbortController();
    this.#running.set(row.id, controller);
    const { id, type, input, deadline, principal } = row;
    const task: EffectTask = { id, type, input, attempt: row.attempt + 1, deadline, identity, principal, signal: controller.signal };
    const remaining = deadline === undefined ? Infinity : deadline - this.#now();
    const expiry =
      remaining > 0 && remaining <= maxTimeoutMs ? setTimeout(() => controller.abort(new Error("deadline passed")), remaining) : undefined;
    const outcome = await this.#attempt(row, task);
    clearTimeout(expiry);
    this.#running.delete(id);
    try {
      this.#settle(row, task, outcome);
    } catch (cause) {
      const about = { commandId: row.commandId, effectId: id, effect: type, attempt: task.attempt };
      tell(subjectOf(identity), "error", "an outcome was lost, its lease recovers it", { ...about, cause });
    }
  }

  async #attempt(row: EffectRow, task: EffectTask): Promise<EffectOutcome<Command>> {
    const handler = this.#blueprint.effects[task.type];
    if (!handler) return failed(err("internal", `There is no handler for the effect ${task.type}.`, { retryable: false }).error);
    if (row.interruptions >= maxInterruptions)
      return failed(err("internal", `It was cut off ${row.interruptions} times.`, { retryable: false }).error);
    if (task.deadline !== undefined && this.#now() > task.deadline)
      return failed(err("deadline_exceeded", "The deadline of this effect has passed.", { retryable: false }).error);
    try {
      const asks = this.#standings && !this.#blueprint.housekeeping?.includes(task.type);
      const acting = asks ? await this.#standings.of(task.principal) : ok(task.principal);
      if (!acting.ok) return failed(acting.error);
      return await handler(this.#tools)({ ...task, principal: acting.value });
    } catch (cause) {
      return failed(err("unavailable", cause instanceof Error ? cause.message : String(cause)).error);
    }
  }
}

function failed(fault: Fault): { status: "failed"; fault: Fault } {
  return { status: "failed", fault };
}
