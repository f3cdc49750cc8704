/** The processes of the system under chaos: each part can be killed, and comes back on the same state folder and port. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { signInLocally } from "../system/account.ts";
import type { ProcessGroup } from "../system/process-group.ts";
import { runtimeOf } from "../system/processes.ts";
import { startEdge, startNode, startSystem, type System } from "../system/system.ts";
import { PatientClient } from "./client.ts";
import type { Target } from "./kills.ts";

const backWithinMs = 90_000;

/** Webhooks are given up quickly and tried again soon, so that the run ends: 21 attempts, most of them some seconds apart. */
const variables = { WEBHOOK_TIMEOUT_MS: "1000", WEBHOOK_RETRY_SCHEDULE: ["0.1", "0.2", "0.5", "1", "2", ...Array(15).fill("4")].join() };

export class Fleet {
  readonly #stateFolder: string;
  readonly #system: System;
  #edge: ProcessGroup;
  #node: ProcessGroup;
  #stopped = false;
  readonly client: PatientClient;

  private constructor(stateFolder: string, system: System, client: PatientClient) {
    this.#stateFolder = stateFolder;
    this.#system = system;
    this.#edge = system.edge;
    this.#node = system.node;
    this.client = client;
  }

  /** Starts the system on a fresh folder and signs in. Nothing is left behind when that fails. */
  static async start(): Promise<Fleet> {
    const stateFolder = mkdtempSync(join(tmpdir(), "paissive-chaos-"));
    // While databases are prepared, the tool that does so ends this process at Ctrl-C before anything else can.
    process.once("exit", () => rmSync(stateFolder, { recursive: true, force: true, maxRetries: 5 }));
    try {
      const system = await startSystem({ stateFolder, variables });
      try {
        return new Fleet(stateFolder, system, new PatientClient(system.url, await signInLocally(system.url, system.secrets)));
      } catch (cause) {
        await system.stop();
        throw cause;
      }
    } catch (cause) {
      rmSync(stateFolder, { recursive: true, force: true });
      throw cause;
    }
  }

  /** SIGKILL. Resolves when the process is gone and, where nobody else does it, its successor was started. */
  async kill(target: Target): Promise<void> {
    if (target === "workerd") return this.#killRuntime();
    if (target === "node") {
      await this.#node.kill();
      if (!this.#stopped) this.#node = startNode(this.#stateFolder, this.#system.url, this.#system.secrets);
      return;
    }
    await this.#edge.kill();
    const port = Number(new URL(this.#system.url).port);
    if (!this.#stopped) this.#edge = startEdge({ stateFolder: this.#stateFolder, port, secrets: this.#system.secrets, variables });
  }

  /** Resolves when a text gets its vector again, which takes the edge, its databases, its actors and the node. */
  async untilWorking(): Promise<void> {
    const until = Date.now() + backWithinMs;
    while (Date.now() < until && !this.#stopped) {
      if (await this.client.works()) return;
      await sleep(100);
    }
    throw new Error(`The system did not come back within ${backWithinMs / 1000} s:\n${this.#edge.output.slice(-1_500)}`);
  }

  /** Stops every process and removes the state. Any number of calls is harmless. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([this.#node.stop(), this.#edge.stop()]);
    rmSync(this.#stateFolder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #killRuntime(): Promise<void> {
    const until = Date.now() + backWithinMs;
    while (Date.now() < until && !this.#stopped) {
      const pid = runtimeOf(this.#edge.pid, new URL(this.#system.url).port);
      if (pid !== undefined) {
        process.kill(pid, "SIGKILL");
        return;
      }
      // Between two of its starts.
      await sleep(50);
    }
    throw new Error("The edge has no workerd process.");
  }
}
