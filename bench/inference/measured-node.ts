/** The node against the roofline: how much of what the hardware could compute becomes answers, and what it does to the event loop. */
import { readFileSync } from "node:fs";
import { SentenceTokenizer } from "../../gpu-node/core/sentence-tokenizer.ts";
import { servedForm, type ModelForm } from "../../gpu-node/models/model-form.ts";
import { prepare } from "../../gpu-node/models/model-store.ts";
import { minilmRecipe } from "../../gpu-node/models/minilm-recipe.ts";
import { value } from "../../gpu-node/testing/prepared.ts";
import { modelFolder } from "../../tools/system/paths.ts";
import { compared, median, rangeOf, type Bar, type Figure } from "../figures.ts";
import { clientsFor, type Clients } from "./clients.ts";
import type { Effort } from "./effort.ts";
import { Roofline, sampleOf, sortedBatches, type RooflineBatch } from "./roofline.ts";
import { ServedNode } from "./served-node.ts";

export const model = "all-minilm-l6-v2";
export const baselineName = "raw sorted ONNX Runtime loop, as many threads as the node has lanes";

/** What the roofline computes: the served model's graph, and batches of all texts sorted. */
export async function rooflineInput(
  texts: readonly string[],
  batches: number,
  form: ModelForm = servedForm,
): Promise<{ graphPath: string; batches: RooflineBatch[] }> {
  const { graphPath, tokenizerPath, maxTokens } = value(await prepare(modelFolder, minilmRecipe({ form })));
  const tokenizer = new SentenceTokenizer(readFileSync(tokenizerPath, "utf8"), maxTokens);
  return { graphPath, batches: sampleOf(sortedBatches(texts.map((text) => tokenizer.encode(text).ids)), batches) };
}

const loads = {
  single: { count: 64, textsARequest: 1 },
  batched: { count: 4, textsARequest: 32 },
  few: { count: 32, textsARequest: 1 },
  many: { count: 256, textsARequest: 1 },
} as const;

/** One measurement of the node under a load. */
interface Round {
  /** Tokens a CPU-second of the whole process. */
  tokens: number;
  /** Percent of what was computed that was padding. */
  padding: number;
  /** Milliseconds. */
  loopDelay: number;
}

export async function nodeFigures(texts: readonly string[], { rounds, seconds, lanes, rooflineBatches }: Effort): Promise<Figure[]> {
  const input = await rooflineInput(texts, rooflineBatches);
  const [roofline, node] = await Promise.all([
    Roofline.start(input.graphPath, lanes),
    ServedNode.start({ PAISSIVE_NODE_LANES: String(lanes) }),
  ]);
  try {
    await loaded(node, { ...loads.single, seconds: 1 }, texts, 0);
    await roofline.round(input.batches.slice(0, 2));
    const raw: number[] = [];
    const served: Record<keyof typeof loads, Round[]> = { single: [], batched: [], few: [], many: [] };
    for (let round = 0; round < rounds; round++) {
      const from = round * 331;
      const own = async () => {
        served.single.push(await loaded(node, { ...loads.single, seconds }, texts, from));
        served.batched.push(await loaded(node, { ...loads.batched, seconds }, texts, from));
      };
      const bare = async () => void raw.push(await roofline.round(input.batches));
      for (const side of round % 2 === 0 ? [bare, own] : [own, bare]) await side();
      served.few.push(await loaded(node, { ...loads.few, seconds }, texts, from));
      served.many.push(await loaded(node, { ...loads.many, seconds }, texts, from));
    }
    const share = (name: string, of: readonly Round[], atLeast: number) =>
      compared(
        name,
        "tokens/CPU-s",
        of.map(({ tokens }) => tokens),
        { name: baselineName, samples: raw },
        { atLeast },
      );
    return [
      share("node, 64 clients with one text a request", served.single, 0.85),
      share("node, requests of 32 texts", served.batched, 0.9),
      plain(
        "padding at 32 clients",
        "%",
        served.few.map(({ padding }) => padding),
        { atMost: 12 },
      ),
      plain(
        "padding at 256 clients",
        "%",
        served.many.map(({ padding }) => padding),
        { atMost: 5 },
      ),
      plain(
        "event-loop delay p99 at 64 clients",
        "ms",
        served.single.map(({ loopDelay }) => loopDelay),
        { atMost: 10 },
      ),
    ];
  } finally {
    roofline.stop();
    await node.stop();
  }
}

async function loaded(node: ServedNode, clients: Clients, texts: readonly string[], from: number): Promise<Round> {
  const computed = (kind: string) => node.metric("paissive_node_batch_tokens_total", `kind="${kind}"`);
  // Reading the delay begins a new measurement of it.
  const before = { cpu: node.cpuSeconds, text: await computed("text"), padding: await computed("padding") };
  const served = await clientsFor(clients, texts, (input) => node.vectors(model, input), from);
  const cpu = node.cpuSeconds - before.cpu;
  const loopDelay = (await node.metric("paissive_node_event_loop_delay_p99_seconds")) * 1_000;
  const [text, padding] = [(await computed("text")) - before.text, (await computed("padding")) - before.padding];
  return { tokens: served.tokens / cpu, padding: (100 * padding) / (text + padding), loopDelay };
}

export function plain(name: string, unit: string, samples: number[], bar?: Bar): Figure {
  return { name, unit, value: median(samples), range: rangeOf(samples), samples: { own: samples }, ...(bar ? { bar } : {}) };
}
