/** The gateway's Worker in its tests: the real auth service, and stand-ins that show what arrives at any other. */
import { WorkerEntrypoint } from "cloudflare:workers";
import type { ServiceContract, ServiceDescription, ServiceHealth } from "../../../contracts/services/common.ts";

export { Auth } from "../../auth/index.ts";
export { default, Idempotency, RateLimit } from "../index.ts";

/**
 * Answers what it was sent; echoes on a socket. With `?ticking` a socket or stream tells the time ten times a second; with `?hold=MS` the
 * answer takes that long.
 */
export class Mirror extends WorkerEntrypoint {
  override async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const ticking = searchParams.has("ticking");
    await scheduler.wait(Number(searchParams.get("hold") ?? 0));
    if (request.headers.get("upgrade") === "websocket") return ticking ? tickingSocket() : echoingSocket();
    if (ticking) return tickingStream();
    const key = request.headers.get("idempotency-key");
    if (key !== null) carriedOut.set(key, (carriedOut.get(key) ?? 0) + 1);
    if (searchParams.has("counts")) return Response.json(Object.fromEntries(carriedOut));
    if (searchParams.has("fail")) return new Response("no", { status: Number(searchParams.get("fail")) });
    const { method, url } = request;
    const bytes = (await request.arrayBuffer()).byteLength;
    return Response.json({ method, path: new URL(url).pathname, headers: Object.fromEntries(request.headers), bytes });
  }

  async describe(): Promise<ServiceDescription> {
    return { service: "niche-analysis", version: "0.1.0", dependencies: ["ai-models"] };
  }

  async contract(): Promise<ServiceContract> {
    return { paths: {}, components: {} };
  }

  async health(): Promise<ServiceHealth> {
    return { degraded: [] };
  }
}

/** How often each idempotency key has been carried out here. */
const carriedOut = new Map<string, number>();

/** Throws at everything. */
export class Broken extends WorkerEntrypoint {
  override async fetch(): Promise<Response> {
    throw new Error("the database service fell over");
  }

  async describe(): Promise<ServiceDescription> {
    throw new Error("the database service fell over");
  }
}

function echoingSocket(): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.addEventListener("message", ({ data }) => server.send(`heard ${String(data)}`));
  return new Response(null, { status: 101, webSocket: client });
}

function tickingSocket(): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  const timer = setInterval(() => server.send(String(Date.now())), 100);
  server.addEventListener("close", () => clearInterval(timer));
  return new Response(null, { status: 101, webSocket: client });
}

function tickingStream(): Response {
  let timer: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      timer = setInterval(() => controller.enqueue(new TextEncoder().encode(`data: ${Date.now()}\n\n`)), 100);
    },
    cancel: () => clearInterval(timer),
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}
