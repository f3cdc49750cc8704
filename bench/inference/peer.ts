/** The peer, from outside: asked like the node, answers like the node. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Pool } from "undici";
import * as z from "zod";
import { inRoot } from "../../tools/system/paths.ts";
import { cpuSeconds } from "./cpu.ts";

export class Peer {
  readonly #process: ChildProcess;
  readonly #pool: Pool;

  private constructor(process: ChildProcess, pool: Pool) {
    this.#process = process;
    this.#pool = pool;
  }

  /** Starts it on a model folder; it may use every core, which is its default. */
  static async start(folder: string): Promise<Peer> {
    const process = fork(inRoot("bench/inference/peer-process.ts"), [folder]);
    const url = z.string().parse((await once(process, "message"))[0]);
    return new Peer(process, new Pool(url, { connections: 64 }));
  }

  get cpuSeconds(): number {
    return cpuSeconds([this.#process.pid ?? 0]);
  }

  /** The vectors, row-major float32. Throws when it fails. */
  async embed(input: readonly string[]): Promise<Buffer> {
    const headers = { "content-type": "application/json" };
    const answer = await this.#pool.request({ method: "POST", path: "/v1/embeddings", headers, body: JSON.stringify({ input }) });
    const body = Buffer.from(await answer.body.arrayBuffer());
    if (answer.statusCode !== 200) throw new Error(`The peer answered ${answer.statusCode}: ${body.toString("utf8").slice(0, 300)}`);
    return body;
  }

  async stop(): Promise<void> {
    await this.#pool.destroy();
    this.#process.kill();
  }
}
