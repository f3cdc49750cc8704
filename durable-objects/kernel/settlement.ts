/** Takes what became of an effect into the log, each time in one turn together with the effect's own row. */
import type { Fault } from "../../contracts/result.ts";
import { pauseAfter, retryOptions } from "./backoff.ts";
import type { Blueprint } from "./blueprint.ts";
import { ownCommandId } from "./commands.ts";
import type { EffectRow } from "./effects.ts";
import { deadLettered } from "./own-events.ts";
import type { Store } from "./store.ts";
import type { TurnInput, Turns } from "./turns.ts";
import type { EffectOutcome, EffectTask, Named, NewEvent } from "./types.ts";

export class Settlement<State, Command extends Named, Event extends NewEvent> {
  readonly #blueprint: Blueprint<never, State, Command, Event>;
  readonly #store: Store<State, Command, Event>;
  readonly #turns: Turns<State, Command, Event>;

  constructor(
    blueprint: Blueprint<never, State, Command, Event>,
    store: Store<State, Command, Event>,
    turns: Turns<State, Command, Event>,
  ) {
    this.#blueprint = blueprint;
    this.#store = store;
    this.#turns = turns;
  }

  /** Does nothing when the effect was cancelled meanwhile. When it throws, the lease recovers the effect. */
  settle(row: EffectRow, task: EffectTask, outcome: EffectOutcome<Command>): void {
    const { effects, sources } = this.#store;
    if (!effects.isRunning(row.id)) return;
    if (outcome.status === "waiting") effects.wait(row.id, sources.now() + outcome.afterMs);
    else if (outcome.status === "done") this.#conclude(row, task, commandOf(outcome.command), outcome.write);
    else this.#fail(row, task, outcome.fault);
  }

  #conclude(row: EffectRow, task: EffectTask, command: Command, beside?: () => void): void {
    const write = () => {
      beside?.();
      this.#store.effects.finish(row.id);
    };
    const result = this.#turn(row, ownCommandId("effect", row.id, "done"), { command, write });
    // What broke may pass; what the decider refused, it refuses again.
    if (!result.ok) this.#fail(row, task, { ...result.error, retryable: result.error.code === "internal" && result.error.retryable });
  }

  #fail(row: EffectRow, task: EffectTask, fault: Fault): void {
    const { effects, sources } = this.#store;
    const now = sources.now();
    const options = retryOptions(this.#blueprint.retries?.[row.type]);
    if (fault.retryable && task.attempt < options.maxAttempts) {
      const pause = Math.max(pauseAfter(task.attempt, options, sources.random()), (fault.retryAfter ?? 0) * 1000);
      if (row.deadline === undefined || now + pause <= row.deadline) return effects.retry(row.id, now + pause, fault, now);
    }
    const commandId = ownCommandId("effect", row.id, "failed", row.redrives);
    const write = () => effects.bury(row.id, fault, now);
    const own = () => [deadLettered(row, fault, effects.attemptsOf(row.id))];
    const command = this.#failureCommand(task, fault);
    const told = command !== undefined && this.#turn(row, commandId, { command, write, own }).ok;
    // A dead letter that its decider would not hear of is still a dead letter.
    if (!told) this.#turn(row, commandId, { write, own });
  }

  #failureCommand(task: EffectTask, fault: Fault): Command | undefined {
    try {
      return this.#blueprint.onEffectFailed(task, fault);
    } catch (cause) {
      this.#store.tell("error", "onEffectFailed broke", { effectId: task.id, effect: task.type, cause });
      return undefined;
    }
  }

  #turn(row: EffectRow, commandId: string, turn: Pick<TurnInput<Command>, "command" | "write" | "own">) {
    const { identity } = this.#store;
    if (!identity) throw new Error("an effect ran in an actor without identity");
    return this.#turns.take({ identity, commandId, principal: row.principal, ...turn });
  }
}

function commandOf<Command extends Named>(command: Command | (() => Command)): Command {
  return typeof command === "function" ? command() : command;
}
