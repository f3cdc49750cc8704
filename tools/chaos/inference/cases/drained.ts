/** SIGTERM: a node is told to end, finishes what it holds and gets nothing new. */
import type { Figure } from "../../../../bench/figures.ts";
import type { NodeName } from "../stage.ts";
import { answersOf, seconds, underLoad, type Parts } from "./case.ts";

const slowestMs = 10_000;
/** It has 25 s for what it holds; what clients ask for here takes less than one. */
const endSeconds = 10;

export async function drained(parts: Parts, name: NodeName): Promise<Figure[]> {
  const { stage, say } = parts;
  const title = `SIGTERM of ${name}`;
  let [code, took] = [NaN, NaN];
  const answers = await underLoad(parts, async () => {
    const node = stage.node(name);
    took = await seconds(async () => {
      node.signal("SIGTERM");
      code = await node.ended;
    });
    stage.start(name);
  });
  return [
    ...answersOf(title, answers, slowestMs, say),
    { name: `${title}: exit code`, value: code, unit: "", bar: { atMost: 0 } },
    { name: `${title}: ended after`, value: took, unit: "s", bar: { atMost: endSeconds } },
  ];
}
