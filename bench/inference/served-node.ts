/** The node under measurement: a process of its own, in the pool of a small edge, so that every request is signed as the edge signs. */
import { createSecretKey } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "undici";
import { signatureHeaders } from "../../contracts/node-protocol.ts";
import { signatureAtOnce } from "../../gpu-node/door/signature-guard.ts";
import { SmallEdge, smallEdgeToken } from "../../gpu-node/testing/small-edge.ts";
import { inRoot, modelFolder } from "../../tools/system/paths.ts";
import { ProcessGroup } from "../../tools/system/process-group.ts";
import { cpuSeconds } from "./cpu.ts";

const heartbeatMs = 1_000;
const startWithinMs = 120_000;

export interface NodeAnswer {
  status: number;
  /** Seconds of `Retry-After`, where there is one. */
  retryAfter: number | undefined;
  bytes: Buffer;
  tokens: number;
}

export class ServedNode {
  readonly #edge: SmallEdge;
  readonly #process: ProcessGroup;
  readonly #pool: Pool;
  readonly #folder: string;
  #nonce = 0;

  private constructor(edge: SmallEdge, process: ProcessGroup, pool: Pool, folder: string) {
    this.#edge = edge;
    this.#process = process;
    this.#pool = pool;
    this.#folder = folder;
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<ServedNode> {
    const edge = new SmallEdge();
    edge.heartbeatMs = heartbeatMs;
    const folder = mkdtempSync(join(tmpdir(), "paissive-bench-node-"));
    const process = new ProcessGroup({
      name: "the node",
      command: [globalThis.process.execPath, inRoot("gpu-node/main.ts")],
      env: { PAISSIVE_EDGE_URL: await edge.listen(), PAISSIVE_JOIN_TOKEN: smallEdgeToken, PAISSIVE_MODEL_DIR: modelFolder, ...env },
      logFile: join(folder, "node.log"),
    });
    const [, url = ""] = await process.waitFor(/gpu-node ready (\S+)/, startWithinMs);
    await edge.until(() => edge.heartbeats.length > 0);
    return new ServedNode(edge, process, new Pool(url, { pipelining: 1 }), folder);
  }

  get pid(): number {
    return this.#process.pid;
  }

  /** CPU-seconds of the whole process so far: engine, reader, event loop, kernel. */
  get cpuSeconds(): number {
    return cpuSeconds([this.#process.pid]);
  }

  /** Embeds, signed, answered in binary, as the edge asks. `isolated`: in batches of its own, as for a niche. */
  async embed(model: string, input: readonly string[], { isolated = false } = {}): Promise<NodeAnswer> {
    const path = "/v1/embeddings";
    const body = new TextEncoder().encode(JSON.stringify({ model, input, ...(isolated && { isolated }) }));
    const parts = { method: "POST", path, timestamp: Date.now(), nonce: String(this.#nonce++), body };
    // At once, as the node checks it: clients share the cores, and what they spend is not the node's.
    const secret = createSecretKey(this.#edge.key, "hex");
    const headers = {
      "content-type": "application/json",
      accept: "application/octet-stream",
      [signatureHeaders.keyId]: this.#edge.nodeId,
      [signatureHeaders.timestamp]: String(parts.timestamp),
      [signatureHeaders.nonce]: parts.nonce,
      [signatureHeaders.signature]: signatureAtOnce(secret, parts),
    };
    const answer = await this.#pool.request({ method: "POST", path, headers, body });
    const retryAfter = answer.headers["retry-after"];
    return {
      status: answer.statusCode,
      retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
      bytes: Buffer.from(await answer.body.arrayBuffer()),
      tokens: Number(answer.headers["x-paissive-tokens"] ?? 0),
    };
  }

  /** What `embed` brings when it must not be refused. Throws when it was. */
  async vectors(model: string, input: readonly string[]): Promise<NodeAnswer> {
    const answer = await this.embed(model, input);
    if (answer.status !== 200) throw new Error(`The node answered ${answer.status}: ${answer.bytes.toString("utf8").slice(0, 300)}`);
    return answer;
  }

  /** One number of the metrics page, summed over its labels; `where` is a part of the labels. */
  async metric(name: string, where = ""): Promise<number> {
    const answer = await this.#pool.request({ method: "GET", path: "/metrics" });
    const lines = (await answer.body.text()).split("\n").filter((line) => /^[a-z0-9_]+/.exec(line)?.[0] === name && line.includes(where));
    return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
    await this.#process.stop();
    await this.#edge.close();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
