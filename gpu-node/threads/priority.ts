/** Which of the node's threads the operating system lets run first (nice(2)). */
import { getPriority, setPriority } from "node:os";

/** How far the event loop goes ahead where it may, and how far lanes step back where it may not. */
const steps = { ahead: 10, back: 5 } as const;
const bounds = { first: -20, last: 19 } as const;

/**
 * Puts the calling thread, the event loop, ahead of those that compute: with a lane on every core it would else wait for whole slices of time
 * behind them at every turn, though it needs next to nothing. Gives the priority that lanes take, since a new thread has that of the one
 * which starts it: what the process had, or less where only the superuser may go ahead. Undefined where threads have none of their own: Linux alone
 * knows them.
 */
export function putLoopAhead(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const before = getPriority();
  try {
    setPriority(Math.max(bounds.first, before - steps.ahead));
    return before;
  } catch {
    return Math.min(bounds.last, before + steps.back);
  }
}

/** Puts the calling thread where lanes belong. */
export function takePriority(priority: number | undefined): void {
  if (priority !== undefined) setPriority(priority);
}
