/** From the frames of a stream to the answer that they carry. */
import { FrameReader } from "../../../contracts/node-link/frame-reader.ts";
import { jsonOf, type Frame } from "../../../contracts/node-link/frames.ts";
import { linkAnswerSchema, type LinkAnswer } from "../../../contracts/node-link/protocol.ts";

/** 2,048 rows of 4,096 numbers are 32 MiB; an isolate has 128. */
const maxAnswerBytes = 64 * 2 ** 20;

/**
 * The answer, whole. Rejects when it breaks off, is none, or the node says that there is none; with the signal's reason when that comes
 * first. Whenever it rejects the stream is cancelled, so that nothing more is computed for it.
 */
export async function readAnswer(stream: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<Response> {
  const reader = stream.getReader();
  const leave = () => void reader.cancel(signal.reason).catch(() => undefined);
  signal.addEventListener("abort", leave, { once: true });
  const frames = new FrameReader();
  const answer = new Answer();
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) throw new Error("its answer broke off");
      const read = frames.push(value);
      if (!read.ok) throw new Error(read.error.detail);
      for (const frame of read.value) answer.take(frame);
      if (answer.response) return answer.response;
    }
  } catch (cause) {
    leave();
    throw cause;
  } finally {
    signal.removeEventListener("abort", leave);
  }
}

class Answer {
  #head: LinkAnswer | undefined;
  readonly #pieces: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;
  /** Complete. */
  response: Response | undefined;

  /** Throws for frames that make no answer. */
  take(frame: Frame): void {
    const { kind, payload } = frame;
    if (kind === "answer") this.#head = linkAnswerSchema.parse(jsonOf(frame));
    else if (kind === "failure") throw new Error(new TextDecoder().decode(payload));
    else if (this.#head === undefined) throw new Error("its answer has no head");
    else if (kind === "body") this.#add(payload);
    else if (kind === "end") this.response = new Response(this.#body(), this.#head);
  }

  #add(payload: Uint8Array<ArrayBuffer>): void {
    this.#bytes += payload.length;
    if (this.#bytes > maxAnswerBytes) throw new Error(`its answer is larger than ${maxAnswerBytes} bytes`);
    this.#pieces.push(payload);
  }

  #body(): Uint8Array<ArrayBuffer> {
    const body = new Uint8Array(this.#bytes);
    let at = 0;
    for (const piece of this.#pieces) {
      body.set(piece, at);
      at += piece.length;
    }
    return body;
  }
}
