/** Reads requests: from a body to token ids, in a thread, one at a time, dropping those whose caller left. */
import { err, type Result } from "../../contracts/result.ts";
import { AskingThread } from "../threads/asking-thread.ts";

export interface ReaderSettings {
  tokenizerPath: string;
  /** Longest text in tokens; what goes beyond is cut. */
  maxTokens: number;
}

/** A request as the scheduler needs it. */
export interface ReadRequest {
  model: string;
  encoding: "float" | "base64";
  dimensions: number | undefined;
  isolated: boolean;
  deadline: number | undefined;
  /** The ids of all texts one after the other. */
  ids: Int32Array<ArrayBuffer>;
  /** Tokens of each text. */
  lengths: Int32Array<ArrayBuffer>;
  /** Texts that were cut. */
  truncated: number;
  /** Time spent parsing and tokenising. */
  milliseconds: number;
}

export class Reader {
  readonly #thread: AskingThread<Uint8Array<ArrayBuffer>, ReadRequest>;
  readonly #line: (() => void)[] = [];
  #busy = false;

  private constructor(thread: AskingThread<Uint8Array<ArrayBuffer>, ReadRequest>) {
    this.#thread = thread;
  }

  static async start(settings: ReaderSettings): Promise<Result<Reader>> {
    const thread = await AskingThread.start<Uint8Array<ArrayBuffer>, ReadRequest>({
      script: new URL("./reader-thread.ts", import.meta.url),
      settings,
      name: "reader",
    });
    return thread.ok ? { ok: true, value: new Reader(thread.value) } : thread;
  }

  get ready(): boolean {
    return this.#thread.ready;
  }

  /** Parses and tokenises `body`, taking over its buffer. `invalid_input` for a wrong body, `unavailable` when the caller left before its turn. */
  async read(body: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Result<ReadRequest>> {
    await this.#turn();
    try {
      if (signal.aborted) return err("unavailable", "The caller left.");
      return await this.#thread.ask(body, [body.buffer]);
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
