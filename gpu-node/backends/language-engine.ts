/** Language identification on a thread of its own, as the scheduler sees it. */
import { ok, type Result } from "../../contracts/result.ts";
import { AskingThread } from "../threads/asking-thread.ts";
import type { BatchVectors, Engine, TokenBatch } from "./engine.ts";

export class LanguageEngine implements Engine {
  readonly lanes = 1;
  readonly dimensions: number;
  readonly #thread: AskingThread<TokenBatch, BatchVectors>;
  readonly #listeners: Set<() => void>;

  private constructor(thread: AskingThread<TokenBatch, BatchVectors>, dimensions: number, listeners: Set<() => void>) {
    this.#thread = thread;
    this.dimensions = dimensions;
    this.#listeners = listeners;
  }

  /** `languages` in the order of the numbers in a row. `unavailable` when the thread cannot start. */
  static async start(languages: readonly string[]): Promise<Result<LanguageEngine>> {
    const listeners = new Set<() => void>();
    const thread = await AskingThread.start<TokenBatch, BatchVectors>({
      script: new URL("./language-thread.ts", import.meta.url),
      settings: { languages },
      name: "language",
      onReady: () => listeners.forEach((listener) => listener()),
    });
    return thread.ok ? ok(new LanguageEngine(thread.value, languages.length, listeners)) : thread;
  }

  laneReady(): boolean {
    return this.#thread.ready;
  }

  onLaneReady(listener: () => void): void {
    this.#listeners.add(listener);
  }

  run(_lane: number, batch: TokenBatch): Promise<Result<BatchVectors>> {
    return this.#thread.ask(batch, [batch.ids.buffer, batch.lengths.buffer]);
  }

  close(): Promise<void> {
    this.#listeners.clear();
    return this.#thread.close();
  }
}
