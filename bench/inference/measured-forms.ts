/** Which form of the weights suits this processor: the roofline with each, in turns. */
import { modelForms } from "../../gpu-node/models/model-form.ts";
import { compared, type Figure } from "../figures.ts";
import type { Effort } from "./effort.ts";
import { rooflineInput } from "./measured-node.ts";
import { Roofline } from "./roofline.ts";

export async function formFigures(texts: readonly string[], { rounds, lanes, rooflineBatches }: Effort): Promise<Figure[]> {
  const loops: { batches: Awaited<ReturnType<typeof rooflineInput>>["batches"]; roofline: Roofline; tokens: number[] }[] = [];
  try {
    for (const form of modelForms) {
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
  const [exact = [], bytes = [], reference = []] = loops.map(({ tokens }) => tokens);
  const float32 = { name: "float32, the same batches", samples: reference };
  return [compared("in whole numbers", "tokens/CPU-s", exact, float32), compared("8-bit weights", "tokens/CPU-s", bytes, float32)];
}
