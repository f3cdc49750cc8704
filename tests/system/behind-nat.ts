/** A node that dials out, in a system that runs: its link crosses the gateway and the service to its actor. */
import { expect, it } from "vitest";
import * as z from "zod";
import type { ProcessGroup } from "../../tools/system/process-group.ts";
import type { RunningTopology } from "./topology.ts";

const answerSchema = z.object({ data: z.tuple([z.object({ embedding: z.string() })]) });
const nodesSchema = z.object({ items: z.array(z.object({ name: z.string(), status: z.string(), epoch: z.int() })) });

/** Registers the test, which ends the direct node: it has to be the last one. */
export function behindNatTest(system: () => RunningTopology): void {
  const name = "behind-nat";
  const texts = ["Great phone, I love it.", "The battery dies within a day and nobody answers my mails."];
  /** Each text alone, so that no other request can share its batch; and computed now, not remembered. */
  const bytes = async () => {
    const all: string[] = [];
    for (const input of texts) {
      const body = { model: "default-embedding", input, encoding_format: "base64" };
      const answer = await system().api.post("/api/v1/embeddings", answerSchema, body, crypto.randomUUID(), {
        "cache-control": "no-cache",
      });
      all.push(answer.data[0].embedding);
    }
    return all;
  };
  const node = async () => (await system().api.get("/api/v1/nodes", nodesSchema)).items.find((one) => one.name === name);
  const start = async (epoch: number): Promise<ProcessGroup> => {
    const started = system().startNode({ name, env: { PAISSIVE_NODE_DIAL_OUT: "1" } });
    await expect.poll(node, { timeout: 60_000, interval: 100 }).toMatchObject({ status: "ready", epoch });
    return started;
  };

  it("gets the same bytes from a node that dials out, also after kill -9 and a new start", async () => {
    const direct = await bytes();
    const first = await start(1);
    await system().node.stop();
    expect(await bytes()).toEqual(direct);
    await first.kill();
    await expect(bytes()).rejects.toThrow();
    await start(2);
    expect(await bytes()).toEqual(direct);
  });
}
