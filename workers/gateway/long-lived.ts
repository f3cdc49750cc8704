/**
 * Sockets and event streams on their way through the door. They outlive the request that opened them, so whoever reads them is
 * confirmed again: nothing is handed on that the caller may not see at that moment, five seconds at most put aside.
 */
import { feedCloseCodes } from "../../contracts/actor.ts";
import type { Standing, Verdict } from "./standing.ts";

/** A socket on which nothing happens is looked at this often. Streams need no look: their owner sends a sign of life every 15 s. */
const idleMs = 15_000;

const closings: Record<Exclude<Verdict, "stands">, readonly [code: number, reason: string]> = {
  revoked: [feedCloseCodes.revoked, "the session or key is over"],
  changed: [feedCloseCodes.changed, "permissions have changed, connect again"],
  // RFC 6455's registry: "Try Again Later".
  unknown: [1013, "nobody can be confirmed now, connect again"],
};

/** The answer with its socket or event stream guarded; any other answer as it is. */
export function guarded(response: Response, standing: Standing): Response {
  if (response.webSocket)
    return new Response(null, { status: 101, webSocket: guardedSocket(response.webSocket, standing), headers: response.headers });
  if (response.body && response.headers.get("content-type")?.startsWith("text/event-stream")) {
    return new Response(guardedStream(response.body, standing), response);
  }
  return response;
}

/** A stream that ends as soon as its reader may not go on. */
function guardedStream(body: ReadableStream<Uint8Array>, standing: Standing): ReadableStream<Uint8Array> {
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        if ((await standing.confirm()) === "stands") controller.enqueue(chunk);
        else controller.terminate();
      },
    }),
  );
}

/** The client's end of a socket to `service`. What the service sends waits, in order, for a standing that is fresh. */
function guardedSocket(service: WebSocket, standing: Standing): WebSocket {
  const { 0: handedOut, 1: client } = new WebSocketPair();
  let over = false;
  let before: Promise<void> = Promise.resolve();
  const end = (code: number, reason: string) => {
    if (over) return;
    over = true;
    clearInterval(idle);
    close(client, code, reason);
    close(service, code, reason);
  };
  const whenAllowed = (act: () => void) => {
    before = before.then(async () => {
      const verdict = over ? "stands" : await standing.confirm();
      if (verdict !== "stands") end(...closings[verdict]);
      else if (!over) act();
    });
  };
  const idle = setInterval(() => whenAllowed(() => undefined), idleMs);

  for (const side of [service, client]) {
    side.binaryType = "arraybuffer";
    side.accept();
    side.addEventListener("error", () => end(1011, "socket error"));
  }
  service.addEventListener("message", ({ data }) => whenAllowed(() => send(client, data)));
  client.addEventListener("message", ({ data }) => send(service, data));
  // What was sent before the end is still to arrive.
  service.addEventListener("close", ({ code, reason }) => whenAllowed(() => end(code, reason)));
  client.addEventListener("close", ({ code, reason }) => end(code, reason));
  return handedOut;
}

function send(socket: WebSocket, data: string | ArrayBuffer): void {
  try {
    socket.send(data);
  } catch {
    // The other side left; its close event follows.
  }
}

/** 1005, 1006 and 1015 say how a socket ended and cannot be sent (RFC 6455, 7.4.1). */
function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close([1005, 1006, 1015].includes(code) ? 1000 : code, reason);
  } catch {
    // Closed already.
  }
}
