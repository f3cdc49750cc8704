/**
 * Runs effects. `start` leases what is due and returns at once; each outcome comes back through `settle` in a turn of its own.
 * A crash at any point leaves a lease row, and the alarm brings the effect back.
 */
import { err, type Fault } from "../../contracts/result.ts";
import type { ActorIdentity } from "../../contracts/actor.ts";
import type { Blueprint, EffectTools } from "./blueprint.ts";
import type { EffectRow, Effects } from "./effects.ts";
import type { EffectOutcome, EffectTask, Named, NewEvent } from "./types.ts";

const defaultConcurrency = 4;

export class Runner<Env, State, Command extends Named, Event extends NewEvent> {
  readonly #blueprint: Blueprint<Env, State, Command, Event>;
  readonly #tools: EffectTools<Env>;
  readonly #rows: Effects;
  readonly #settle: (row: EffectRow, task: EffectTask, outcome: EffectOutcome<Command>) => void;
  readonly #running = new Map<string, AbortController>();

  constructor(
    blueprint: Blueprint<Env, State, Command, Event>,
    tools: EffectTools<Env>,
    rows: Effects,
    settle: (row: EffectRow, task: EffectTask, outcome: EffectOutcome<Command>) => void,
  ) {
    this.#blueprint = blueprint;
    this.#tools = tools;
    this.#rows = rows;
    this.#settle = settle;
  }

  /** Ids whose promise lives in this process. */
  get alive(): ReadonlySet<string> {
    return new Set(this.#running.keys());
  }

  /** Starts every due effect that its lane has room for. Does not wait for any of them. */
  start(identity: ActorIdentity, now: number): void {
    for (const row of this.#rows.due(now)) {
      const limit = this.#blueprint.lanes?.[row.lane]?.concurrency ?? defaultConcurrency;
      if (this.#running.has(row.id) || this.#rows.running(row.lane) >= limit) continue;
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
    const task: EffectTask = {
      id: row.id,
      type: row.type,
      input: row.input,
      attempt: row.attempt + 1,
      deadline: row.deadline,
      identity,
      principal: row.principal,
      signal: controller.signal,
    };
    const outcome = await this.#attempt(task);
    this.#running.delete(row.id);
    this.#settle(row, task, outcome);
  }

  async #attempt(task: EffectTask): Promise<EffectOutcome<Command>> {
    const handler = this.#blueprint.effects[task.type];
    if (!handler) return failed(err("internal", `There is no handler for the effect ${task.type}.`, { retryable: false }).error);
    if (task.deadline !== undefined && Date.now() > task.deadline)
      return failed(err("deadline_exceeded", "The deadline of this effect has passed.", { retryable: false }).error);
    try {
      return await handler(this.#tools)(task);
    } catch (cause) {
      return failed(err("unavailable", cause instanceof Error ? cause.message : String(cause)).error);
    }
  }
}

function failed(fault: Fault): { status: "failed"; fault: Fault } {
  return { status: "failed", fault };
}
