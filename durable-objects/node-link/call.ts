/** One call over the link: the frames of its answer on their way to who asked, and its body on the way to the node. */
import { ReceiveCredit, SendCredit } from "../../contracts/node-link/credit.ts";
import { bodyFrames, creditFrame, creditOf, encodeFrame, type Frame } from "../../contracts/node-link/frames.ts";

/** Hands one frame to the socket. */
export type Send = (frame: Uint8Array<ArrayBuffer>) => void;

export class Call {
  readonly #stream: number;
  readonly #send: Send;
  readonly #sending = new SendCredit();
  readonly #receiving = new ReceiveCredit();
  readonly #ended: () => void;
  #reader: ReadableStreamDefaultController<Uint8Array> | undefined;
  /** Bytes of the answer's body that the reader has not taken yet. */
  #untaken = 0;
  #open = true;
  /** The answer, frame by frame as the node sent it. */
  readonly answer: ReadableStream<Uint8Array>;

  /** `ended` is called once, when neither side has anything more to say. */
  constructor(stream: number, send: Send, ended: () => void) {
    this.#stream = stream;
    this.#send = send;
    this.#ended = ended;
    this.answer = new ReadableStream<Uint8Array>(
      {
        start: (controller) => void (this.#reader = controller),
        pull: () => this.#taken(),
        cancel: () => this.#cancel(),
      },
      // Nothing is asked for ahead of the reader, so that a pull means that all before it was taken.
      { highWaterMark: 0 },
    );
  }

  /** Sends the request's body at the pace of the node. */
  async send(body: Uint8Array): Promise<void> {
    for (let at = 0; at < body.length;) {
      const granted = await this.#sending.take(body.length - at);
      if (granted === 0) return;
      for (const frame of bodyFrames(this.#stream, body.subarray(at, at + granted))) this.#send(frame);
      at += granted;
    }
    if (this.#open) this.#send(encodeFrame("end", this.#stream));
  }

  /** A frame of this stream. False when the node does not keep to the protocol. */
  receive(frame: Frame): boolean {
    const { kind, payload } = frame;
    if (kind === "credit") this.#sending.grant(creditOf(frame));
    else if (kind === "body" && !this.#receiving.arrived(payload.length)) return false;
    else if (kind === "answer" || kind === "body" || kind === "end" || kind === "failure") this.#pass(frame);
    else return false;
    return true;
  }

  /** The link is gone: whoever reads the answer sees it break. */
  break(cause: Error): void {
    this.#over(() => this.#reader?.error(cause));
  }

  #pass({ kind, stream, payload }: Frame): void {
    if (kind === "body") this.#untaken += payload.length;
    this.#reader?.enqueue(encodeFrame(kind, stream, payload));
    if (kind === "end" || kind === "failure") this.#over(() => this.#reader?.close());
  }

  #taken(): void {
    const granted = this.#receiving.taken(this.#untaken);
    this.#untaken = 0;
    if (granted > 0 && this.#open) this.#send(creditFrame(this.#stream, granted));
  }

  #cancel(): void {
    if (!this.#open) return;
    this.#send(encodeFrame("cancel", this.#stream));
    this.#over(() => undefined);
  }

  #over(last: () => void): void {
    if (!this.#open) return;
    this.#open = false;
    this.#sending.close();
    last();
    this.#ended();
  }
}
