/** A child process with a group of its own, so that it and everything it starts can be stopped together. */
import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./paths.ts";

export interface GroupOptions {
  /** For messages: "the edge", "the GPU node". */
  name: string;
  command: string[];
  env: Record<string, string>;
  /** Receives stdout and stderr. */
  logFile: string;
}

export class ProcessGroup {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #output = "";
  #stopping = false;

  constructor({ name, command, env, logFile }: GroupOptions) {
    const [program = process.execPath, ...args] = command;
    this.name = name;
    this.#child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    // However this process ends (wrangler's own exit hooks end it before a handler of ours can wait), nothing is left behind.
    const last = () => this.signal("SIGKILL");
    process.once("exit", last);
    this.#child.once("exit", () => process.removeListener("exit", last));
    const log = createWriteStream(logFile, { flags: "a" });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        log.write(chunk);
        this.#output = (this.#output + chunk.toString("utf8")).slice(-64_000);
      });
    }
    this.#ended = new Promise((resolve) => {
      this.#child.once("error", () => resolve(127));
      this.#child.once("exit", (code, signal) => resolve(code ?? (signal ? 128 : 1)));
    });
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** The last part of what it printed. */
  get output(): string {
    return this.#output;
  }

  /** Resolves with the exit code when it ends, whoever ends it. */
  get ended(): Promise<number> {
    return this.#ended;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** Resolves once the output matches; rejects when the process ends first or `timeoutMs` pass. */
  async waitFor(pattern: RegExp, timeoutMs: number): Promise<RegExpMatchArray> {
    const until = Date.now() + timeoutMs;
    let code: number | undefined;
    void this.#ended.then((value) => (code = value));
    while (Date.now() < until) {
      const match = this.#output.match(pattern);
      if (match) return match;
      if (code !== undefined) throw new Error(`${this.name} ended with code ${code}:\n${this.#output.slice(-2_000)}`);
      await sleep(50);
    }
    throw new Error(`${this.name} was not ready after ${timeoutMs / 1000} s:\n${this.#output.slice(-2_000)}`);
  }

  /** SIGTERM to the group, SIGKILL after `graceMs`; resolves when it is gone. */
  async stop(graceMs = 5_000): Promise<void> {
    this.#stopping = true;
    this.signal("SIGTERM");
    const gone = await Promise.race([this.#ended.then(() => true), sleep(graceMs).then(() => false)]);
    // Grandchildren may outlive a leader that ended by itself.
    this.signal("SIGKILL");
    if (!gone) await this.#ended;
  }

  /** SIGKILL to the whole group: a crash. */
  async kill(): Promise<void> {
    this.#stopping = true;
    this.signal("SIGKILL");
    await this.#ended;
  }

  signal(signal: NodeJS.Signals): void {
    try {
      process.kill(-this.pid, signal);
    } catch {
      // The group is gone already.
    }
  }
}
