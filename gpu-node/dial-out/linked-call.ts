/** One call that came over the link: its body on the way to the node's own door, and the door's answer on the way back. */
import { Readable } from "node:stream";
import type { Dispatcher, Pool } from "undici";
import { ReceiveCredit, SendCredit } from "../../contracts/node-link/credit.ts";
import { bodyFrames, creditFrame, creditOf, encodeFrame, jsonFrame, type Frame } from "../../contracts/node-link/frames.ts";
import type { LinkAnswer, LinkRequest } from "../../contracts/node-link/protocol.ts";

export type Send = (frame: Uint8Array<ArrayBuffer>) => void;

/** Headers of the door's answer that are about its connection with this process. */
const ofConnections = new Set(["connection", "keep-alive", "transfer-encoding", "date"]);
const mostShown = 500;

export class LinkedCall {
  readonly #stream: number;
  readonly #send: Send;
  readonly #sending = new SendCredit();
  readonly #receiving = new ReceiveCredit();
  readonly #left = new AbortController();
  readonly #pieces: Uint8Array[] = [];
  #complete = false;
  #wake: () => void = () => undefined;

  constructor(stream: number, send: Send) {
    this.#stream = stream;
    this.#send = send;
  }

  /** Resolves when the answer was sent, failed, or nobody waits for it any more. Does not throw. */
  async answer({ path, headers, timeoutMs }: LinkRequest, door: Pool): Promise<void> {
    const signal = AbortSignal.any([this.#left.signal, AbortSignal.timeout(Math.ceil(timeoutMs))]);
    try {
      const answer = await door.request({
        method: "POST",
        path,
        headers,
        body: Readable.from(this.#body(), { objectMode: false }),
        signal,
      });
      this.#send(jsonFrame("answer", this.#stream, { status: answer.statusCode, headers: shown(answer.headers) }));
      for await (const piece of answer.body) await this.#sendBody(bytesOf(piece), signal);
      signal.throwIfAborted();
      this.#send(encodeFrame("end", this.#stream));
    } catch (cause) {
      if (!this.#left.signal.aborted) this.#fail(cause);
    } finally {
      // Whatever of the body is still under way is of no use.
      this.leave();
    }
  }

  /** A frame of this stream. False when the edge does not keep to the protocol. */
  receive(frame: Frame): boolean {
    const { kind, payload } = frame;
    if (kind === "credit") this.#sending.grant(creditOf(frame));
    else if (kind === "cancel") this.leave();
    else if (kind === "end") this.#complete = true;
    else if (kind === "body" && this.#receiving.arrived(payload.length)) this.#pieces.push(payload);
    else return false;
    this.#wake();
    return true;
  }

  /** Nobody waits for the answer any more: the door hears that its caller left. */
  leave(): void {
    this.#left.abort();
    this.#sending.close();
    this.#wake();
  }

  async *#body(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) {
        const granted = this.#receiving.taken(piece.length);
        if (granted > 0) this.#send(creditFrame(this.#stream, granted));
        yield piece;
      } else if (this.#complete || this.#left.signal.aborted) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async #sendBody(piece: Uint8Array, signal: AbortSignal): Promise<void> {
    for (let at = 0; at < piece.length;) {
      const granted = await this.#sending.take(piece.length - at);
      signal.throwIfAborted();
      for (const frame of bodyFrames(this.#stream, piece.subarray(at, at + granted))) this.#send(frame);
      at += granted;
    }
  }

  #fail(cause: unknown): void {
    const text = cause instanceof Error ? cause.message : String(cause);
    this.#send(encodeFrame("failure", this.#stream, new TextEncoder().encode(text.slice(0, mostShown))));
  }
}

function shown(headers: Dispatcher.ResponseData["headers"]): LinkAnswer["headers"] {
  const kept = Object.entries(headers).filter(([name]) => !ofConnections.has(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : (value ?? "")]));
}

function bytesOf(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) return piece;
  throw new TypeError("The door's answer is not made of bytes.");
}
