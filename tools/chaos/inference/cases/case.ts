/** One kind of fault: what it does to the stage, and the figures that say what became of it. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "../../../../bench/figures.ts";
import type { Answered, Load } from "../load.ts";
import type { Stage } from "../stage.ts";

export interface Parts {
  stage: Stage;
  /** A load that has not begun. */
  load(): Load;
  /** Told what is going on, one short sentence at a time. */
  say(message: string): void;
}

export const clients = 8;
/** Time before and after a fault, in which every client is answered at least once. */
const calmMs = 500;

/** Does something to the stage, once both nodes are there, while clients ask; gives what they were answered. */
export async function underLoad({ stage, load }: Parts, act: (load: Load) => Promise<void>): Promise<readonly Answered[]> {
  await stage.untilWhole();
  const running = load().begin(clients);
  try {
    await sleep(calmMs);
    await act(running);
    await sleep(calmMs);
  } finally {
    await running.end();
  }
  return running.end();
}

/** That none failed, and how long the slowest took. The first failure is said aloud: a figure alone helps nobody. */
export function answersOf(name: string, answers: readonly Answered[], slowestMs: number, say: Parts["say"]): Figure[] {
  const failed = answers.filter(({ failure }) => failure !== undefined);
  for (const { failure } of failed.slice(0, 3)) say(`${name}: ${failure}`);
  return [
    { name: `${name}: failed requests of ${answers.length}`, value: failed.length, unit: "", bar: { atMost: 0 } },
    { name: `${name}: answered requests`, value: answers.length - failed.length, unit: "", bar: { atLeast: 10 } },
    { name: `${name}: slowest answer`, value: Math.max(...answers.map(({ ms }) => ms)), unit: "ms", bar: { atMost: slowestMs } },
  ];
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}
