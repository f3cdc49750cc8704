/** The open link: hands what the edge asks to the node's own door, and carries heartbeats. */
import type { Pool, WebSocket } from "undici";
import { FrameReader } from "../../contracts/node-link/frame-reader.ts";
import { jsonFrame, jsonOf, type Frame } from "../../contracts/node-link/frames.ts";
import { heardSchema, linkRequestSchema, maxStreams } from "../../contracts/node-link/protocol.ts";
import type { Heartbeat } from "../../contracts/node-protocol.ts";
import type { HeartbeatOutcome } from "../join/edge-client.ts";
import { LinkedCall } from "./linked-call.ts";

/** Cancelled calls are forgotten by the edge a moment before they are here. */
const mostCalls = 2 * maxStreams;
const normalClosure = 1000;

export class Link {
  readonly #socket: WebSocket;
  readonly #door: Pool;
  readonly #calls = new Map<number, LinkedCall>();
  readonly #beats = new Map<number, (outcome: HeartbeatOutcome) => void>();
  #lastBeat = 0;
  #over = false;
  readonly #break: (reason: string) => void;
  /** Resolves with why, when the link is no more. */
  readonly broken: Promise<string>;

  /** `socket` is open. */
  constructor(socket: WebSocket, door: Pool) {
    this.#socket = socket;
    this.#door = door;
    const { promise, resolve } = Promise.withResolvers<string>();
    this.#break = resolve;
    this.broken = promise.then((reason) => {
      this.#end();
      return reason;
    });
    socket.addEventListener("close", ({ code, reason }) => resolve(reason === "" ? `closed with ${code}` : reason));
    socket.addEventListener("message", ({ data }) => {
      const wrong = this.#receive(data);
      if (wrong !== undefined) this.#giveUp(wrong);
    });
  }

  /** Says how the node is, and resolves with what the edge makes of it. No answer for `patienceMs` means that the link is dead. */
  async beat(heartbeat: Heartbeat, patienceMs: number): Promise<HeartbeatOutcome> {
    if (this.#over) return "failed";
    const number = ++this.#lastBeat;
    const { promise, resolve } = Promise.withResolvers<HeartbeatOutcome>();
    this.#beats.set(number, resolve);
    const timer = setTimeout(() => this.#giveUp("the edge did not answer a heartbeat"), patienceMs);
    this.#send(jsonFrame("heartbeat", number, heartbeat));
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#beats.delete(number);
    }
  }

  close(): void {
    this.#socket.close(normalClosure);
    this.#end();
  }

  /** What is wrong with a message, if anything. */
  #receive(message: unknown): string | undefined {
    if (!(message instanceof ArrayBuffer)) return "the edge sent text";
    const reader = new FrameReader();
    const frames = reader.push(new Uint8Array(message));
    if (!frames.ok || !reader.empty) return "the edge sent no whole frames";
    return frames.value.every((frame) => this.#take(frame)) ? undefined : "the edge sent a frame out of place";
  }

  #take(frame: Frame): boolean {
    if (frame.kind === "request") return this.#begin(frame);
    if (frame.kind !== "heard") return this.#calls.get(frame.stream)?.receive(frame) ?? true;
    const heard = heardSchema.safeParse(jsonOf(frame));
    if (heard.success) this.#beats.get(frame.stream)?.(heard.data.outcome);
    return heard.success;
  }

  #begin(frame: Frame): boolean {
    const request = linkRequestSchema.safeParse(jsonOf(frame));
    const { stream } = frame;
    if (!request.success || this.#calls.has(stream) || this.#calls.size >= mostCalls) return false;
    const call = new LinkedCall(stream, (bytes) => this.#send(bytes));
    this.#calls.set(stream, call);
    void call.answer(request.data, this.#door).then(() => this.#calls.delete(stream));
    return true;
  }

  #send(frame: Uint8Array<ArrayBuffer>): void {
    if (!this.#over && this.#socket.readyState === this.#socket.OPEN) this.#socket.send(frame);
  }

  /** A dead connection may take minutes to close, so nobody waits for that. */
  #giveUp(reason: string): void {
    this.#break(reason);
    this.#socket.close(normalClosure);
  }

  #end(): void {
    this.#over = true;
    for (const call of this.#calls.values()) call.leave();
    for (const answered of this.#beats.values()) answered("failed");
  }
}
