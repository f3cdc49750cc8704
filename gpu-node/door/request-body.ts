/** Reads a request's body within bounds: of one request, and of all requests being read at once. */
import type { IncomingMessage } from "node:http";
import { err, ok, type Result } from "../../contracts/result.ts";

export interface BodyLimits {
  /** Bytes of one body. */
  one: number;
  /** Bytes of all bodies that are held at once. */
  all: number;
}

export class BodyRoom {
  readonly #limits: BodyLimits;
  #held = 0;

  constructor(limits: BodyLimits) {
    this.#limits = limits;
  }

  /**
   * Hands the whole body to `use` and counts its bytes until `use` is done. `too_large` beyond one body's bound (without reading on),
   * `overloaded` beyond the common bound, `invalid_input` when the caller breaks off.
   */
  async holding<Value>(request: IncomingMessage, use: (body: Uint8Array<ArrayBuffer>) => Promise<Result<Value>>): Promise<Result<Value>> {
    const seat = { bytes: 0 };
    try {
      const body = await this.#read(request, seat);
      return body.ok ? await use(body.value) : body;
    } finally {
      this.#held -= seat.bytes;
    }
  }

  /** By events: a loop over the stream costs several times as much for a body of one piece. */
  #read(request: IncomingMessage, seat: { bytes: number }): Promise<Result<Uint8Array<ArrayBuffer>>> {
    if (Number(request.headers["content-length"] ?? 0) > this.#limits.one) return Promise.resolve(this.#tooLarge());
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      const end = (result: Result<Uint8Array<ArrayBuffer>>) => {
        // The socket stays: the refusal still has to go out on it.
        request.off("data", take).off("end", whole).off("close", broken);
        resolve(result);
      };
      const take = (chunk: Buffer) => {
        seat.bytes += chunk.length;
        this.#held += chunk.length;
        if (seat.bytes > this.#limits.one) end(this.#tooLarge());
        else if (this.#held > this.#limits.all) end(err("overloaded", "Too many bodies are being read. Try again.", { retryAfter: 1 }));
        else chunks.push(chunk);
      };
      const whole = () => end(ok(joined(chunks, seat.bytes)));
      const broken = () => end(err("invalid_input", "The body broke off."));
      request.on("data", take).once("end", whole).once("close", broken);
    });
  }

  #tooLarge() {
    return err("too_large", `The body is larger than ${this.#limits.one} bytes. Send fewer texts a request.`);
  }
}

/** A buffer of its own: one from Node's pool could not move to a thread. */
function joined(chunks: readonly Buffer[], length: number): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.length;
  }
  return body;
}
