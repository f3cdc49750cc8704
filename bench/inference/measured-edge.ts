/** The way through gateway and service: CPU-seconds of the node and of the workerd that runs our Workers, together, against the roofline. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import * as z from "zod";
import { Api } from "../../tools/demo/api.ts";
import { signInLocally } from "../../tools/system/account.ts";
import { runtimeOf } from "../../tools/system/processes.ts";
import { startSystem, type System } from "../../tools/system/system.ts";
import { compared, type Figure } from "../figures.ts";
import { clientsFor } from "./clients.ts";
import { cpuSeconds } from "./cpu.ts";
import type { Effort } from "./effort.ts";
import { baselineName, plain, rooflineInput } from "./measured-node.ts";
import { Roofline } from "./roofline.ts";

const answerSchema = z.object({ usage: z.object({ prompt_tokens: z.int() }), data: z.array(z.object({ embedding: z.string() })) });

/** The door's limits protect people from one another; here there is one, who asks as fast as answers come. */
const ample = { tokens: 10_000_000, seconds: 60 };
const rateLimits = { plans: { bench: { key: ample, user: ample, organisation: ample } }, plan: "bench", address: ample };

export async function edgeFigures(texts: readonly string[], { rounds, seconds, lanes, rooflineBatches }: Effort): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-bench-edge-"));
  const input = await rooflineInput(texts, rooflineBatches);
  const [system, roofline] = await Promise.all([
    startSystem({ stateFolder: folder, variables: { RATE_LIMITS: JSON.stringify(rateLimits) } }),
    Roofline.start(input.graphPath, lanes),
  ]);
  const pool = new Pool(system.url);
  try {
    const key = await keyFor(system);
    const ask = (asked: readonly string[]) => embed(pool, { authorization: `Bearer ${key}` }, asked);
    const workerd = runtimeOf(system.edge.pid, new URL(system.url).port);
    if (workerd === undefined) throw new Error("The process that runs the Workers was not found.");
    await clientsFor({ count: 8, textsARequest: 4, seconds: 1 }, texts, ask);
    const samples: Record<string, number[]> = {};
    const note = (name: string, amount: number) => void (samples[name] ??= []).push(amount);
    for (let round = 0; round < rounds; round++) {
      const bare = async () => note("bare", await roofline.round(input.batches));
      const own = async () => {
        for (const [count, textsARequest] of [
          [4, 32],
          [64, 1],
        ] as const) {
          const before = { node: cpuSeconds([system.node.pid]), workerd: cpuSeconds([workerd]) };
          const served = await clientsFor({ count, textsARequest, seconds }, texts, ask, round * 331);
          const node = cpuSeconds([system.node.pid]) - before.node;
          const edge = cpuSeconds([workerd]) - before.workerd;
          note(`own ${textsARequest}`, served.tokens / (node + edge));
          note(`edge ${textsARequest}`, (1_000 * edge) / served.requests);
        }
      };
      for (const side of round % 2 === 0 ? [bare, own] : [own, bare]) await side();
    }
    const baseline = { name: baselineName, samples: samples["bare"] ?? [] };
    return [
      compared("gateway, service and node, requests of 32 texts", "tokens/CPU-s", samples["own 32"] ?? [], baseline, { atLeast: 0.6 }),
      compared("gateway, service and node, one text a request", "tokens/CPU-s", samples["own 1"] ?? [], baseline, { atLeast: 0.6 }),
      plain("workerd's CPU time for a request of 32 texts", "ms", samples["edge 32"] ?? []),
      plain("workerd's CPU time for a request of one text", "ms", samples["edge 1"] ?? []),
    ];
  } finally {
    roofline.stop();
    await pool.destroy();
    await system.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What programs come with. */
async function keyFor({ url, secrets }: System): Promise<string> {
  const api = new Api(url, await signInLocally(url, secrets));
  const created = await api.post(
    "/api/v1/api-keys",
    z.object({ key: z.string() }),
    { name: "bench", scopes: ["models:infer"] },
    "bench-key",
  );
  return created.key;
}

async function embed(pool: Pool, headers: Record<string, string>, input: readonly string[]): Promise<{ tokens: number }> {
  const answer = await pool.request({
    method: "POST",
    path: "/api/v1/embeddings",
    // Computed each time: an equal request is otherwise answered from the cache.
    headers: { ...headers, "content-type": "application/json", "cache-control": "no-cache" },
    body: JSON.stringify({ model: "default-embedding", input, encoding_format: "base64" }),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`The edge answered ${answer.statusCode}: ${text.slice(0, 300)}`);
  return { tokens: answerSchema.parse(JSON.parse(text)).usage.prompt_tokens };
}
