/** Inference from all sides: the node, the way through the edge, a peer, and too much of everything. */
import { cores } from "../../gpu-node/settings.ts";
import type { Bench, Figure } from "../figures.ts";
import type { Effort } from "./effort.ts";
import { edgeFigures } from "./measured-edge.ts";
import { formFigures } from "./measured-forms.ts";
import { nodeFigures } from "./measured-node.ts";
import { overloadFigures } from "./measured-overload.ts";
import { peerFigures } from "./measured-peer.ts";
import { benchTexts } from "./texts.ts";

const textCount = 2_048;
const whole: Effort = { rounds: 5, seconds: 2, rooflineBatches: 12, lanes: cores };
const quick: Effort = { ...whole, rounds: 1, seconds: 1.5 };

const parts: Readonly<Record<string, (texts: readonly string[], effort: Effort) => Promise<Figure[]>>> = {
  node: nodeFigures,
  forms: formFigures,
  peer: peerFigures,
  overload: overloadFigures,
  edge: edgeFigures,
};

export const inferenceBench: Bench = {
  name: "inference",
  about:
    "tokens a CPU-second against a raw ONNX Runtime loop, padding, event loop, transformers.js behind Fastify, and too many requests; texts of 41 tokens on average (half below 28, a tenth above 87)",
  parts: Object.keys(parts),
  async run(options) {
    const texts = benchTexts(textCount);
    const figures: Figure[] = [];
    for (const [name, part] of Object.entries(parts)) {
      if (options.part === undefined || options.part === name) figures.push(...(await part(texts, options.quick ? quick : whole)));
    }
    return figures;
  },
};
