/** The live feed of an actor over hibernating WebSockets: missing events first, then live ones, a snapshot on a wide gap. */
import type { FeedEvent, FeedFrame } from "../../contracts/actor.ts";
import type { LoggedEvent } from "./log.ts";

/** A client further behind than this gets a snapshot instead of the events. */
const maxReplay = 500;
const maxFrameBytes = 1_048_576;
/** Close code for a frame that would not fit; the client connects again and is given a snapshot. */
const tooBig = 1009;

export interface FeedSource {
  version: number;
  /** The state as clients may see it. */
  present(): unknown;
  read(after: number): LoggedEvent[];
}

export class Feed {
  readonly #ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.#ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", JSON.stringify({ frame: "pong" } satisfies FeedFrame)));
  }

  /** Accepts the upgrade and brings the client from `?since=` to now. No await: nothing can be committed in between. */
  open(request: Request, source: FeedSource): Response {
    const since = Number(new URL(request.url).searchParams.get("since") ?? 0);
    const { 0: client, 1: server } = new WebSocketPair();
    this.#ctx.acceptWebSocket(server);
    const known = Number.isInteger(since) && since >= 0 && since <= source.version ? since : 0;
    if (source.version - known > maxReplay) send(server, { frame: "snapshot", version: source.version, state: source.present() });
    else for (const event of source.read(known)) send(server, { frame: "event", event: feedEvent(event) });
    send(server, { frame: "ready", version: source.version });
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Sends committed events to everybody who listens. */
  publish(events: readonly LoggedEvent[]): void {
    const sockets = this.#ctx.getWebSockets();
    for (const event of events) for (const socket of sockets) send(socket, { frame: "event", event: feedEvent(event) });
  }
}

function feedEvent(event: LoggedEvent): FeedEvent {
  return { sequence: event.sequence, type: event.type, time: event.time, data: event.data };
}

function send(socket: WebSocket, frame: FeedFrame): void {
  const text = JSON.stringify(frame);
  try {
    if (text.length > maxFrameBytes) socket.close(tooBig, "frame too big, connect again");
    else socket.send(text);
  } catch {
    // The client left between our look and our send; `webSocketClose` follows.
  }
}
