/** Load without faults for a while: the memory of each node and of the edge stands still. */
import { setTimeout as sleep } from "node:timers/promises";
import { median, type Figure } from "../../../../bench/figures.ts";
import { residentBytes } from "../../../system/processes.ts";
import { nodeNames } from "../stage.ts";
import { answersOf, clients, type Parts } from "./case.ts";

const mebibyte = 2 ** 20;
const slowestMs = 10_000;
/** The second quarter is compared with the last: the first one fills caches, arenas and compiled code. */
const growthBar = 1.15;

export async function soak({ stage, load, say }: Parts, lengthSeconds: number): Promise<Figure[]> {
  await stage.untilWhole();
  const groups = [
    ...nodeNames.map((name) => ({ name: `node ${name}`, group: stage.node(name).pid })),
    { name: "the edge", group: stage.edge.pid },
  ];
  const samples = new Map<string, number[]>(groups.map(({ name }) => [name, []]));
  const running = load().begin(clients);
  const until = Date.now() + lengthSeconds * 1_000;
  while (Date.now() < until) {
    for (const { name, group } of groups) samples.get(name)?.push(residentBytes(group) / mebibyte);
    await sleep(Math.min(500, lengthSeconds * 25));
  }
  const answers = await running.end();
  const grown = [...samples].map(([name, sizes]): Figure => {
    const quarter = Math.floor(sizes.length / 4);
    const baseline = median(sizes.slice(quarter, 2 * quarter));
    const last = median(sizes.slice(-quarter));
    return {
      name: `soak of ${lengthSeconds} s: resident memory of ${name}`,
      value: last,
      unit: "MiB",
      baseline: { name: "its second quarter", value: baseline },
      ratio: last / baseline,
      bar: { atMost: growthBar },
    };
  });
  return [...answersOf(`soak of ${lengthSeconds} s`, answers, slowestMs, say), ...grown];
}
