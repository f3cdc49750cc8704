/** Fires timers: each in one turn with the removal of its row. */
import { ownCommandId } from "./commands.ts";
import type { Store } from "./store.ts";
import type { Turns } from "./turns.ts";
import type { Named, NewEvent } from "./types.ts";

/**
 * Executes the command of every timer that is due. What the decider refuses is over; what breaks is tried again later under the
 * same id. Never throws for one timer's sake.
 */
export function fireTimers<State, Command extends Named, Event extends NewEvent>(
  { timers, commands, identity, sources }: Store<State, Command, Event>,
  turns: Turns<State, Command, Event>,
): void {
  if (!identity) return;
  const now = sources.now();
  for (const timer of timers.due(now)) {
    const commandId = ownCommandId("timer", timer.name, timer.at);
    // A timer's command was this actor's own when it was set.
    const command = timer.command as Command;
    const fired = commands.knows(commandId)
      ? undefined
      : turns.take({ identity, commandId, principal: timer.principal, command, write: () => timers.remove(timer) });
    if (fired && !fired.ok && fired.error.code === "internal") timers.postpone(timer, now);
    else timers.remove(timer);
  }
}
