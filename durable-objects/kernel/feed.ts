/** The live feed of an actor over hibernating WebSockets: missing events first, then live ones, a snapshot on a wide gap. */
import * as z from "zod";
import { feedCloseCodes, feedMessageSchema, type FeedFrame } from "../../contracts/actor.ts";
import { principalSchema, type Principal } from "../../contracts/principal.ts";
import { catchUp, eventFrame, frameText, sinceOf, type FeedSource } from "./feed-frames.ts";
import type { LoggedEvent } from "./log.ts";

/** Events that a client may leave unacknowledged. The runtime buffers what a slow client does not take, in the actor's memory. */
export const maxUnacknowledged = 1_000;
const maxMessageLength = 200;

/** What a socket remembers through hibernation (at most 2 KB). */
const attachmentSchema = z.object({
  organisation: principalSchema.shape.organisation,
  principal: z.string(),
  role: principalSchema.shape.role,
  /** The client has everything up to here. */
  acknowledged: z.int(),
});
type Attachment = z.infer<typeof attachmentSchema>;

export class Feed {
  readonly #ctx: DurableObjectState;
  /** False when nobody listens for certain: looking costs, and most turns of most actors have no listener. */
  #heard = true;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", JSON.stringify({ frame: "pong" } satisfies FeedFrame)));
  }

  /** Accepts the upgrade and brings the client from `?since=` to now. No await: nothing can be committed in between. */
  open(request: Request, principal: Principal, source: FeedSource): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    this.#heard = true;
    remember(server, {
      organisation: principal.organisation,
      principal: `${principal.kind} ${principal.id}`.slice(0, 200),
      role: principal.role,
      // What it is sent now it must take in any case; the count begins with what follows.
      acknowledged: source.version,
    });
    for (const frame of catchUp(sinceOf(request), source)) send(server, frameText(frame));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Sends committed events to everybody of `organisation` who listens and keeps up. */
  publish(events: readonly LoggedEvent[], organisation: string): void {
    if (events.length === 0 || !this.#heard) return;
    const sockets = this.#ctx.getWebSockets();
    this.#heard = sockets.length > 0;
    for (const socket of sockets) {
      const attachment = recall(socket);
      for (const event of events) {
        if (attachment?.organisation !== organisation) break;
        if (event.sequence - attachment.acknowledged > maxUnacknowledged) {
          close(socket, feedCloseCodes.tooSlow, "too many events without an acknowledgement, connect again");
          break;
        }
        send(socket, frameText(eventFrame(event)));
      }
    }
  }

  /** An acknowledgement. Anything else ends the connection. */
  receive(socket: WebSocket, message: string | ArrayBuffer, version: number): void {
    const attachment = recall(socket);
    const acknowledged = typeof message === "string" && message.length <= maxMessageLength ? acknowledgementOf(message) : undefined;
    if (!attachment || acknowledged === undefined || acknowledged > version)
      return close(socket, feedCloseCodes.malformed, 'send "ping" or {"ack": <version>}');
    if (acknowledged > attachment.acknowledged) remember(socket, { ...attachment, acknowledged });
  }
}

function acknowledgementOf(message: string): number | undefined {
  try {
    return feedMessageSchema.safeParse(JSON.parse(message)).data?.ack;
  } catch {
    return undefined;
  }
}

function remember(socket: WebSocket, attachment: Attachment): void {
  socket.serializeAttachment(attachment);
}

function recall(socket: WebSocket): Attachment | undefined {
  return attachmentSchema.safeParse(socket.deserializeAttachment()).data;
}

function send(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    // The client left between our look and our send; `webSocketClose` follows.
  }
}

function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // Closed already.
  }
}
