/** Which form of the weights suits this processor: the roofline with each, in turns. */
import { compared, type Figure } from "../figures.ts";
import type { Effort } from "./effort.ts";
import { rooflineInput } from "./measured-node.ts";
import { Roofline } from "./roofline.ts";

const forms = ["w8", "fp32"] as const;

export async function formFigures(texts: readonly string[], { rounds, lanes, rooflineBatches }: Effort): Promise<Figure[]> {
  const loops: { batches: Awaited<ReturnType<typeof rooflineInput>>["batches"]; roofline: Roofline; tokens: number[] }[] = [];
  try {
    for (const form of forms) {
      const { graphPath, batches } = await rooflineInput(texts, rooflineBatches, form);
      loops.push({ batches, roofline: await Roofline.start(graphPath, lanes), tokens: [] });
    }
    for (const { roofline, batches } of loops) await roofline.round(batches.slice(0, 2));
    for (let round = 0; round < rounds; round++) {
      for (const loop of round % 2 === 0 ? loops : loops.toReversed()) loop.tokens.push(await loop.roofline.round(loop.batches));
    }
  } finally {
    for (const { roofline } of loops) roofline.stop();
  }
  const [served = [], reference = []] = loops.map(({ tokens }) => tokens);
  return [compared("8-bit weights", "tokens/CPU-s", served, { name: "float32 weights, the same batches", samples: reference })];
}
