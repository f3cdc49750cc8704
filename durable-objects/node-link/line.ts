/** One socket of the node and the calls under way over it. */
import { jsonFrame, type Frame } from "../../contracts/node-link/frames.ts";
import { maxStreams, type Heard, type LinkRequest } from "../../contracts/node-link/protocol.ts";
import { Call } from "./call.ts";

const lastStream = 2 ** 32 - 1;
/** Bodies on their way to the node, all together: an actor has 128 MiB. */
const maxHeldBytes = 48 * 2 ** 20;

export class Line {
  readonly epoch: number;
  readonly #socket: WebSocket;
  readonly #calls = new Map<number, Call>();
  #next = 1;
  #held = 0;

  constructor(socket: WebSocket, epoch: number) {
    this.#socket = socket;
    this.epoch = epoch;
  }

  /** Makes room for a call with so many bytes, until `leave`. False: there is none. */
  enter(bytes: number): boolean {
    if (this.#calls.size >= maxStreams || this.#held + bytes > maxHeldBytes) return false;
    this.#held += bytes;
    return true;
  }

  leave(bytes: number): void {
    this.#held -= bytes;
  }

  /** Begins a call and gives its answer, which comes frame by frame. Cancelling the stream cancels the call at the node. */
  call(request: LinkRequest, body: Uint8Array): { answer: ReadableStream<Uint8Array>; sent: Promise<void> } {
    const stream = this.#freeStream();
    const send = (frame: Uint8Array<ArrayBuffer>) => this.#send(frame);
    const call = new Call(stream, send, () => this.#calls.delete(stream));
    this.#calls.set(stream, call);
    send(jsonFrame("request", stream, request));
    return { answer: call.answer, sent: call.send(body) };
  }

  /** A frame of the node that belongs to a call. Those of calls that ended here were under way. False: not of the protocol. */
  receive(frame: Frame): boolean {
    return this.#calls.get(frame.stream)?.receive(frame) ?? true;
  }

  heard(number: number, heard: Heard): void {
    this.#send(jsonFrame("heard", number, heard));
  }

  /** Ends the socket, and with it every call. */
  close(code: number, reason: string): void {
    try {
      this.#socket.close(code, reason);
    } catch {
      // Closed already.
    }
    this.lost(reason);
  }

  /** The socket is gone. */
  lost(reason: string): void {
    for (const call of this.#calls.values()) call.break(new Error(reason));
  }

  #freeStream(): number {
    while (this.#calls.has(this.#next)) this.#advance();
    const stream = this.#next;
    this.#advance();
    return stream;
  }

  #advance(): void {
    this.#next = this.#next === lastStream ? 1 : this.#next + 1;
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    try {
      this.#socket.send(frame);
    } catch {
      // The node left between our look and our send; the socket's close follows.
    }
  }
}
