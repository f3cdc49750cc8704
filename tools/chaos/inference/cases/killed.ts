/** SIGKILL: a node is gone from one moment to the next, with the calls that it held. */
import type { Figure } from "../../../../bench/figures.ts";
import type { NodeName } from "../stage.ts";
import { answersOf, seconds, underLoad, type Parts } from "./case.ts";

/** A call that was lost is made again at once; the rest is waiting in the other node's queue. */
const slowestMs = 10_000;
const backSeconds = 20;

export async function killed(parts: Parts, name: NodeName): Promise<Figure[]> {
  const { stage, say } = parts;
  let back = NaN;
  const answers = await underLoad(parts, async () => {
    const before = await stage.seen(name);
    await stage.node(name).kill();
    back = await seconds(async () => {
      stage.start(name);
      await stage.untilReady(name, before?.epoch);
    });
  });
  const title = `SIGKILL of ${name}`;
  return [
    ...answersOf(title, answers, slowestMs, say),
    { name: `${title}: in the pool again after`, value: back, unit: "s", bar: { atMost: backSeconds } },
  ];
}
