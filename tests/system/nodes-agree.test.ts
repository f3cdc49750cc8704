/** Nodes of one machine, whatever they are tuned to, give the same bytes for what a niche asks: its themes do not depend on which of them embedded. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { ServedNode } from "../../bench/inference/served-node.ts";
import { mixedTexts } from "../../bench/inference/texts.ts";

const textsARequest = 32;
const texts = mixedTexts(10 * textsARequest);
const tunings: Record<string, string>[] = [
  { PAISSIVE_NODE_BATCH_TOKENS: "256", PAISSIVE_NODE_LANES: "1" },
  { PAISSIVE_NODE_BATCH_TOKENS: "1024", PAISSIVE_NODE_LANE_THREADS: "2" },
];
const requests = Array.from({ length: texts.length / textsARequest }, (_, i) => texts.slice(i * textsARequest, (i + 1) * textsARequest));

/** Asks a node for all at once; the digest of every answer, in the order of the requests. */
async function digestsOf(env: Readonly<Record<string, string>>, order: readonly number[]): Promise<(string | undefined)[]> {
  const node = await ServedNode.start(env);
  try {
    const digests = new Map<number, string>();
    const ask = async (i: number) => {
      const { status, bytes } = await node.embed("all-minilm-l6-v2", requests[i] ?? [], { isolated: true });
      expect(status).toBe(200);
      digests.set(i, createHash("sha256").update(bytes).digest("hex"));
    };
    await Promise.all(order.map(ask));
    return requests.map((_, i) => digests.get(i));
  } finally {
    await node.stop();
  }
}

it("embeds to the same bytes with other batches, lanes and threads, in another order", { timeout: 120_000 }, async () => {
  const order = [...requests.keys()];
  const first = await digestsOf({}, order);
  expect(new Set(first).size).toBe(requests.length);
  for (const env of tunings) expect(await digestsOf(env, order.toReversed())).toEqual(first);
});
