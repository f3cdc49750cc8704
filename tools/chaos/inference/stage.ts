/** The system under faults: an edge and two nodes, one that it calls at its address and one that dials out. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { signInLocally } from "../../system/account.ts";
import type { ProcessGroup } from "../../system/process-group.ts";
import { startNode, startSystem, type System } from "../../system/system.ts";

export const nodeNames = ["local", "behind-nat"] as const;
export type NodeName = (typeof nodeNames)[number];

const nodesSchema = z.object({ items: z.array(z.object({ name: z.string(), status: z.string(), epoch: z.int(), breaker: z.string() })) });
const metricsSchema = z.object({ series: z.array(z.object({ total: z.object({ hedges: z.int() }) })) });
export type SeenNode = z.infer<typeof nodesSchema>["items"][number];

const readyWithinMs = 60_000;
const lookEveryMs = 50;
/** The monitor writes what it counted every few seconds. */
const toldWithinMs = 30_000;

export class Stage {
  readonly #folder: string;
  readonly #system: System;
  readonly #cookie: string;
  readonly #nodes = new Map<NodeName, ProcessGroup>();
  readonly #further = new Set<ProcessGroup>();

  private constructor(folder: string, system: System, cookie: string) {
    this.#folder = folder;
    this.#system = system;
    this.#cookie = cookie;
    this.#nodes.set("local", system.node);
  }

  /** Resolves when both nodes are ready. Nothing is left behind when that fails. */
  static async start(): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), "paissive-chaos-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    const system = await startSystem({ stateFolder: folder });
    try {
      const stage = new Stage(folder, system, await signInLocally(system.url, system.secrets));
      stage.start("behind-nat");
      await stage.untilWhole();
      return stage;
    } catch (cause) {
      await system.stop();
      throw cause;
    }
  }

  get edge(): ProcessGroup {
    return this.#system.edge;
  }

  node(name: NodeName): ProcessGroup {
    const node = this.#nodes.get(name);
    if (!node) throw new Error(`There is no node ${name}.`);
    return node;
  }

  /** Starts the node anew; what ran under the name is no more, or is about to be replaced. */
  start(name: NodeName): ProcessGroup {
    const env: Record<string, string> = name === "behind-nat" ? { PAISSIVE_NODE_DIAL_OUT: "1" } : {};
    const node = startNode(this.#folder, this.#system.url, this.#system.secrets, { name, env });
    this.#nodes.set(name, node);
    this.#further.add(node);
    return node;
  }

  /** The process that the name stands for from now on. */
  restore(name: NodeName, node: ProcessGroup): void {
    this.#nodes.set(name, node);
  }

  /** A node of its own, without a pool, that answers unsigned requests. Resolves with it and its address when it serves. */
  async startAlone(modelFolder: string, more: Readonly<Record<string, string>> = {}): Promise<{ node: ProcessGroup; url: string }> {
    const env = { ...more, PAISSIVE_EDGE_URL: "", PAISSIVE_JOIN_TOKEN: "", PAISSIVE_NODE_OPEN: "1", PAISSIVE_MODEL_DIR: modelFolder };
    const node = startNode(this.#folder, this.#system.url, this.#system.secrets, { name: "alone", env });
    this.#further.add(node);
    const [, url = ""] = await node.waitFor(/gpu-node ready (\S+)/, readyWithinMs);
    return { node, url };
  }

  async seen(name: NodeName): Promise<SeenNode | undefined> {
    const answer = await this.fetch("/api/v1/nodes");
    return nodesSchema.parse(await answer.json()).items.find((node) => node.name === name);
  }

  /** Resolves when the pool calls the node ready in an epoch after `afterEpoch`. */
  async untilReady(name: NodeName, afterEpoch = 0): Promise<SeenNode> {
    const until = Date.now() + readyWithinMs;
    let last: SeenNode | undefined;
    while (Date.now() < until) {
      last = await this.seen(name);
      if (last?.status === "ready" && last.epoch > afterEpoch) return last;
      await sleep(lookEveryMs);
    }
    throw new Error(
      `Node ${name} was not ready within ${readyWithinMs / 1000} s: ${JSON.stringify(last)}\n${this.node(name).output.slice(-1_000)}`,
    );
  }

  /** Resolves when both nodes are ready. */
  async untilWhole(): Promise<void> {
    await Promise.all(nodeNames.map((name) => this.untilReady(name)));
  }

  /** Calls of the last hour that were sent to a second node, as far as the monitor has been told. */
  async hedges(): Promise<number> {
    const { series } = metricsSchema.parse(await (await this.fetch("/api/v1/models/metrics?minutes=60&by=version")).json());
    return series.reduce((sum, { total }) => sum + total.hedges, 0);
  }

  /** Resolves with how many have been hedged since there were `before`, when there are any, or with 0 when none was told in time. */
  async hedgesSince(before: number): Promise<number> {
    for (const until = Date.now() + toldWithinMs; Date.now() < until;) {
      const hedges = (await this.hedges()) - before;
      if (hedges > 0) return hedges;
      await sleep(lookEveryMs * 10);
    }
    return 0;
  }

  fetch(path: string, init: { body?: string | Uint8Array<ArrayBuffer>; signal?: AbortSignal } = {}): Promise<Response> {
    const { body, signal } = init;
    return fetch(`${this.#system.url}${path}`, {
      ...(body === undefined ? {} : { method: "POST", body }),
      // Nodes are to be asked, not what they answered before.
      headers: { cookie: this.#cookie, origin: this.#system.url, "content-type": "application/json", "cache-control": "no-cache" },
      ...(signal ? { signal } : {}),
    });
  }

  async stop(): Promise<void> {
    const nodes = [...this.#nodes.values(), ...this.#further];
    // A stopped process hears no SIGTERM.
    for (const node of nodes) node.signal("SIGCONT");
    await Promise.all([...nodes, this.edge].map((one) => one.stop()));
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
