/** The work done once, on a fresh system, with or without kills. */
import { setTimeout as sleep } from "node:timers/promises";
import { Fleet } from "./fleet.ts";
import type { Kill } from "./kills.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { Receiver } from "./webhooks/receiver.ts";
import { work, type WorkPlan } from "./workload.ts";
import { UserError } from "../system/user-error.ts";

/** When nothing is called or delivered any more, kills come all the same. */
const quietWithinMs = 1_000;

export interface TrialParts {
  plan: WorkPlan;
  /** Of the receiver's answers. */
  seed: number;
  kills: readonly Kill[];
  /** Told what is going on, one short sentence at a time. */
  say: (message: string) => void;
  /** Aborted on Ctrl-C: everything is stopped, and the trial rejects. */
  signal: AbortSignal;
}

/**
 * Starts a system, does the work while the kills happen, and answers what is there in the end. The kills are spread over the work: a job
 * begins only after its share of the kills. Rejects when the system does not come back in time; it is stopped and removed in any case.
 */
export async function trial(parts: TrialParts): Promise<Outcome> {
  const { seed, signal } = parts;
  const receiver = await Receiver.start(seed);
  try {
    const fleet = await Fleet.start();
    const interrupted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(new UserError("Interrupted: everything was stopped and removed.")), { once: true });
      if (signal.aborted) reject(new UserError("Interrupted: everything was stopped and removed."));
    });
    try {
      return await Promise.race([disturbedWork(fleet, receiver, parts), interrupted]);
    } finally {
      await fleet.stop();
    }
  } finally {
    await receiver.stop();
  }
}

async function disturbedWork(fleet: Fleet, receiver: Receiver, { plan, kills, say }: TrialParts): Promise<Outcome> {
  const { client } = fleet;
  const killed = { done: 0, failed: false };
  const gate = async (share: number) => {
    while (!killed.failed && killed.done < Math.floor(share * kills.length)) await sleep(20);
  };
  const moment = async (from: Kill["from"]) => {
    if (from === "call") await client.nextWrite(quietWithinMs);
    if (from === "webhook") await receiver.nextArrival(quietWithinMs);
  };
  const killing = async () => {
    try {
      for (const { target, from, afterMs } of kills) {
        await moment(from);
        await sleep(afterMs);
        say(`kill ${killed.done + 1} of ${kills.length}: ${target}, ${afterMs} ms after a ${from}`);
        const begun = performance.now();
        await fleet.kill(target);
        await fleet.untilWorking();
        say(`back after ${((performance.now() - begun) / 1000).toFixed(1)} s`);
        killed.done++;
      }
    } catch (cause) {
      killed.failed = true;
      throw cause;
    }
  };
  const [started] = await Promise.all([work({ client, receiver, plan, gate }), killing()]);
  say(`the work is done, ${client.repeated} calls had to be repeated; waiting until all has settled`);
  const outcome = await outcomeOf(client, started, receiver.ledger);
  say("settled");
  return outcome;
}
