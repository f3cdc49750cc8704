/** A worker thread that answers questions, seen from the event loop. One that dies is started again. */
import { Worker, type Transferable } from "node:worker_threads";
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import type { FromThread, ToThread } from "./thread-protocol.ts";

export interface ThreadOptions {
  /** File that calls `serveThread`. */
  script: URL;
  /** Handed to the thread as it opens. */
  settings: unknown;
  /** Shown in faults and by debuggers. */
  name: string;
  /** Called whenever the thread becomes able to take questions, and again after each restart. */
  onReady?: () => void;
}

/** First and longest pause before a dead thread is started again, milliseconds. */
const restartPause = { first: 250, longest: 30_000 } as const;

export class AskingThread<Question, Answer> {
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, (result: Result<Answer>) => void>();
  #worker: Worker | undefined;
  #ready = false;
  /** True once it took questions: a thread that never could is not started again. */
  #opened = false;
  #closing = false;
  #brokenReason: string | undefined;
  #nextId = 1;
  #pause: number = restartPause.first;
  #restart: NodeJS.Timeout | undefined;
  #exited: Promise<void> = Promise.resolve();

  private constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Starts the thread and waits until it takes questions. `unavailable` with its reason when it cannot open. */
  static async start<Question, Answer>(options: ThreadOptions): Promise<Result<AskingThread<Question, Answer>>> {
    const thread = new AskingThread<Question, Answer>(options);
    const started = await thread.#spawn();
    if (started.ok) return ok(thread);
    await thread.close();
    return started;
  }

  /** False while the thread is being started again. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Sends a question; the buffers of `transfers` move to the thread. `unavailable` (retryable) when the thread dies before answering. */
  ask(question: Question, transfers: Transferable[] = []): Promise<Result<Answer>> {
    const worker = this.#worker;
    if (worker === undefined || !this.#ready) return Promise.resolve(this.#gone());
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      const message: ToThread<Question> = { kind: "ask", id, question };
      worker.postMessage(message, transfers);
    });
  }

  /** Lets the thread answer what it was asked, then ends it. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#restart);
    const message: ToThread<Question> = { kind: "close" };
    this.#worker?.postMessage(message);
    await this.#exited;
  }

  #spawn(): Promise<Result<true>> {
    const worker = new Worker(this.#options.script, { workerData: this.#options.settings, name: this.#options.name, execArgv: [] });
    this.#worker = worker;
    this.#brokenReason = undefined;
    this.#exited = new Promise((resolve) => worker.once("exit", () => resolve()));
    return new Promise((resolve) => {
      worker.on("message", (message: FromThread<Answer>) => {
        this.#hear(message);
        if (message.kind === "ready") resolve(ok(true));
      });
      worker.on("error", (cause) => (this.#brokenReason = cause instanceof Error ? cause.message : String(cause)));
      worker.once("exit", () => {
        this.#lost();
        resolve(this.#gone());
        if (this.#opened && !this.#closing) this.#scheduleRestart();
      });
    });
  }

  #hear(message: FromThread<Answer>): void {
    if (message.kind === "ready") {
      this.#ready = true;
      this.#opened = true;
      this.#options.onReady?.();
    } else if (message.kind === "broken") {
      this.#brokenReason = message.reason;
    } else {
      // An answer proves that the thread works: the next death starts over with the shortest pause.
      this.#pause = restartPause.first;
      const settle = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      settle?.(message.kind === "answer" ? ok(message.answer) : { ok: false, error: message.fault });
    }
  }

  #lost(): void {
    this.#ready = false;
    this.#worker = undefined;
    const orphans = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const settle of orphans) settle(this.#gone());
  }

  #gone(): Err {
    return err("unavailable", `The ${this.#options.name} thread is not running${this.#brokenReason ? `: ${this.#brokenReason}` : "."}`);
  }

  #scheduleRestart(): void {
    this.#restart = setTimeout(() => void this.#spawn(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, restartPause.longest);
  }
}
