/** Reads requests: from a body to token ids, in a thread, in the order in which they came, dropping those whose caller left. */
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

/** Bodies that the thread gets at once, and what it makes of each. */
export type Readings = readonly Reading[];
export type ReadRequests = readonly Result<ReadRequest>[];

interface Waiting {
  reading: Reading;
  signal: AbortSignal;
  answer: (read: Result<ReadRequest>) => void;
}

/**
 * Bytes of the bodies that go to the thread together. A passage to a thread and back costs as much as reading a short text, so what waits
 * shares one; a large body has its own, so that no small one waits for it longer than it must.
 */
const bytesTogether = 32_768;

export class Reader {
  readonly #thread: AskingThread<Readings, ReadRequests>;
  #line: Waiting[] = [];
  #busy = false;

  private constructor(thread: AskingThread<Readings, ReadRequests>) {
    this.#thread = thread;
  }

  static async start(settings: ReaderSettings): Promise<Result<Reader>> {
    const thread = await AskingThread.start<Readings, ReadRequests>({
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
  read(reading: Reading, signal: AbortSignal): Promise<Result<ReadRequest>> {
    return new Promise((answer) => {
      this.#line.push({ reading, signal, answer });
      if (!this.#busy) void this.#readOn();
    });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  /** While anything waits. */
  async #readOn(): Promise<void> {
    this.#busy = true;
    for (let together = this.#next(); together.length > 0; together = this.#next()) {
      const bodies = together.map(({ reading }) => reading.body.buffer);
      const read = await this.#thread.ask(
        together.map(({ reading }) => reading),
        bodies,
      );
      together.forEach(({ answer }, index) => answer(read.ok ? (read.value[index] ?? err("internal", "The reader skipped it.")) : read));
    }
    this.#busy = false;
  }

  /** Takes out the first that waits and those behind it that fit beside it. */
  #next(): Waiting[] {
    const [left, here] = [this.#line.filter(({ signal }) => signal.aborted), this.#line.filter(({ signal }) => !signal.aborted)];
    for (const { answer } of left) answer(err("unavailable", "The caller left."));
    let bytes = 0;
    const fitting = here.findIndex(({ reading }, index) => (bytes += reading.body.length) > bytesTogether && index > 0);
    const count = fitting === -1 ? here.length : fitting;
    this.#line = here.slice(count);
    return here.slice(0, count);
  }
}
