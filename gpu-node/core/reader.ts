/** Reads requests: from a body to token ids, in a thread, one at a time, dropping those whose caller left. */
import { err, type Result } from "../../contracts/result.ts";
import { AskingThread } from "../threads/asking-thread.ts";
import type { TextRoute } from "./text-requests.ts";
import type { ReadableModel, ReadTexts } from "./text-reading.ts";

export interface ReaderSettings {
  models: readonly ReadableModel[];
}

/** A body and where it was sent. */
export interface Reading {
  route: TextRoute;
  body: Uint8Array<ArrayBuffer>;
}

export interface ReadRequest extends ReadTexts {
  /** Time spent parsing and tokenising. */
  milliseconds: number;
}

export class Reader {
  readonly #thread: AskingThread<Reading, ReadRequest>;
  readonly #line: (() => void)[] = [];
  #busy = false;

  private constructor(thread: AskingThread<Reading, ReadRequest>) {
    this.#thread = thread;
  }

  static async start(settings: ReaderSettings): Promise<Result<Reader>> {
    const thread = await AskingThread.start<Reading, ReadRequest>({
      script: new URL("./reader-thread.ts", import.meta.url),
      settings,
      name: "reader",
    });
    return thread.ok ? { ok: true, value: new Reader(thread.value) } : thread;
  }

  get ready(): boolean {
    return this.#thread.ready;
  }

  /**
   * Parses and tokenises a body, taking over its buffer. `invalid_input` for a wrong one, `not_found` for another model, `unavailable` when
   * the caller left before its turn.
   */
  async read(reading: Reading, signal: AbortSignal): Promise<Result<ReadRequest>> {
    await this.#turn();
    try {
      if (signal.aborted) return err("unavailable", "The caller left.");
      return await this.#thread.ask(reading, [reading.body.buffer]);
    } finally {
      this.#next();
    }
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  #turn(): Promise<void> {
    if (!this.#busy) {
      this.#busy = true;
      return Promise.resolve();
    }
    return new Promise((begin) => this.#line.push(begin));
  }

  #next(): void {
    const next = this.#line.shift();
    if (next) next();
    else this.#busy = false;
  }
}
