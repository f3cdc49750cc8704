/** The node against `@huggingface/transformers` behind Fastify: the same folder with the same float32 weights, the same texts, each in turn. */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { SentenceTokenizer } from "../../gpu-node/core/sentence-tokenizer.ts";
import { publishedModel } from "../../gpu-node/testing/published.ts";
import { compared, type Bar, type Figure } from "../figures.ts";
import { clientsFor, type Clients } from "./clients.ts";
import type { Effort } from "./effort.ts";
import { Peer } from "./peer.ts";
import { ServedNode } from "./served-node.ts";

const model = "published";
const baseline = "@huggingface/transformers behind Fastify, the same files";

export async function peerFigures(texts: readonly string[], { rounds, seconds, lanes }: Effort): Promise<Figure[]> {
  const folder = await publishedModel({ logits: false });
  const env = { PAISSIVE_NODE_MODELS: `${model}=${folder}`, PAISSIVE_NODE_LANES: String(lanes) };
  const [node, peer] = await Promise.all([ServedNode.start(env), Peer.start(folder)]);
  try {
    const tokensOf = await tokenCounts(folder, texts);
    const counted = (input: readonly string[]) => ({ tokens: input.reduce((sum, text) => sum + (tokensOf.get(text) ?? NaN), 0) });
    const byNode = (input: readonly string[]) => node.vectors(model, input).then(() => counted(input));
    const byPeer = (input: readonly string[]) => peer.embed(input).then(() => counted(input));
    const samples: Record<string, number[]> = {};
    const note = (name: string, sample: number) => void (samples[name] ??= []).push(sample);
    const measure = async (side: "own" | "bare", clients: Clients, from: number) => {
      const before = side === "own" ? node.cpuSeconds : peer.cpuSeconds;
      const served = await clientsFor(clients, texts, side === "own" ? byNode : byPeer, from);
      const cpu = (side === "own" ? node.cpuSeconds : peer.cpuSeconds) - before;
      const amount = clients.textsARequest === 1 ? served.requests : served.tokens;
      note(`${side} ${clients.textsARequest}`, amount / served.seconds);
      note(`${side} ${clients.textsARequest} by CPU`, served.tokens / cpu);
    };
    const warmUp = texts.slice(0, 8);
    await Promise.all([byNode(warmUp), byPeer(warmUp)]);
    for (let round = 0; round < rounds; round++) {
      for (const [count, textsARequest] of [
        [32, 1],
        [2, 32],
      ] as const) {
        const sides = round % 2 === 0 ? (["bare", "own"] as const) : (["own", "bare"] as const);
        for (const side of sides) await measure(side, { count, textsARequest, seconds }, round * 331);
      }
    }
    const versus = (name: string, unit: string, of: string, bar?: Bar) =>
      compared(name, unit, samples[`own ${of}`] ?? [], { name: baseline, samples: samples[`bare ${of}`] ?? [] }, bar);
    return [
      versus("requests, 32 clients with one text a request, float32", "requests/s", "1", { atLeast: 2.5 }),
      versus("requests of 32 texts, float32", "tokens/s", "32", { atLeast: 4 }),
      versus("the same with one text a request", "tokens/CPU-s", "1 by CPU"),
      versus("the same with 32 texts a request", "tokens/CPU-s", "32 by CPU"),
    ];
  } finally {
    await Promise.all([node.stop(), peer.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Tokens of each text, which the peer does not say: both sides are counted the same way. */
async function tokenCounts(folder: string, texts: readonly string[]): Promise<Map<string, number>> {
  const tokenizer = new SentenceTokenizer(await readFile(join(folder, "tokenizer.json"), "utf8"), 256);
  return new Map(texts.map((text) => [text, tokenizer.encode(text).ids.length]));
}
