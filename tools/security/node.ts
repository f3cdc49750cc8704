/** A GPU node of the proof that serves: a real server that checks the signatures of its calls and computes from the texts alone. */
import { joinAnswerSchema, signedHeaders, type Heartbeat, type NodeModel } from "../../contracts/node-protocol.ts";
import { startVectorNode } from "../../workers/ai-models/testing/vector-node.ts";
import { parsed, postJson } from "./people.ts";
import type { Wire } from "./wire.ts";

/** A word is a direction, and a text the sum of its words': texts of the same words are near each other, so that an analysis finds themes. */
const dimensions = 64;
const model = (name: string, task: NodeModel["task"], rows: number): NodeModel => ({
  name,
  version: "1",
  task,
  dimensions: rows,
  maxTokens: 256,
});
const models = [
  model("words", "embedding", dimensions),
  { ...model("sides", "classification", 2), labels: ["no", "yes"] },
  model("order", "rerank", 1),
];

/** Joins and reports until what it returns is called. */
export async function serveModels(wire: Wire, token: string): Promise<() => Promise<void>> {
  const node = await startVectorNode({ vectorOf });
  const body = { name: "serving", url: node.url, device: "cpu", models };
  const joined = parsed(
    await postJson(wire, "/api/v1/nodes/join", body, { headers: { authorization: `Bearer ${token}` } }),
    joinAnswerSchema,
  );
  node.trust(joined);
  const report: Heartbeat = {
    epoch: joined.epoch,
    status: "ready",
    models,
    load: { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 1_000_000 },
  };
  const beat = async () => {
    const path = `/api/v1/nodes/${joined.nodeId}/heartbeat`;
    const text = JSON.stringify(report);
    const parts = { method: "POST", path, timestamp: Date.now(), nonce: crypto.randomUUID(), body: new TextEncoder().encode(text) };
    const headers = { "content-type": "application/json", ...(await signedHeaders(joined, parts)) };
    await wire.send({ method: "POST", path, headers, body: text });
  };
  await beat();
  const beating = setInterval(() => void beat(), joined.heartbeatMs).unref();
  return async () => {
    clearInterval(beating);
    await node.close();
  };
}

function vectorOf(text: string): number[] {
  const sum = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/[a-z]{3,}/g) ?? ["none"]) {
    let seed = 2166136261;
    for (const character of word) seed = Math.imul(seed ^ character.charCodeAt(0), 16777619);
    for (let index = 0; index < dimensions; index++) {
      seed = Math.imul(seed ^ (seed >>> 15), 2246822519) + 0x9e3779b9;
      sum[index] = (sum[index] ?? 0) + ((seed >>> 16) & 1 ? 1 : -1);
    }
  }
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}
