/**
 * Holds the socket that one node opened (docs/adr/0008-dial-out-nodes.md) and carries calls over it. It decides nothing: the owner checked the
 * signature before it hands the upgrade over, and says what a heartbeat means. Stored is one number, the epoch of the latest link.
 *
 * Native, without the kernel: a call is of no use after a crash, whoever made it makes it again.
 */
import { DurableObject } from "cloudflare:workers";
import * as z from "zod";
import { FrameReader } from "../../contracts/node-link/frame-reader.ts";
import { jsonOf, type Frame } from "../../contracts/node-link/frames.ts";
import { linkCloseCodes, linkRequestSchema, type Heard } from "../../contracts/node-link/protocol.ts";
import { linkHeaders } from "../../workers/ai-models/domain/link-headers.ts";
import { Line } from "./line.ts";

/** What a socket remembers through hibernation. */
const attachmentSchema = z.object({ nodeId: z.string(), epoch: z.int() });
type Attachment = z.infer<typeof attachmentSchema>;

/** `class NodeLink extends nodeLinkActor<Env>(hear)`: `hear` is told of every heartbeat, and does not throw. */
export function nodeLinkActor<Env>(hear: (env: Env, from: Attachment, heartbeat: unknown) => Promise<Heard["outcome"]>) {
  return class NodeLinkActor extends DurableObject<Env> {
    #line: Line | undefined;

    /** An upgrade opens the link of an epoch, DELETE closes whatever is open; anything else is a call over the link of that epoch. */
    override async fetch(request: Request): Promise<Response> {
      const from = attachmentSchema.parse({
        nodeId: request.headers.get(linkHeaders.nodeId),
        epoch: Number(request.headers.get(linkHeaders.epoch)),
      });
      if (request.headers.get("upgrade")?.toLowerCase() === "websocket") return this.#open(from);
      if (request.method === "DELETE") return this.#revoke();
      return this.#call(from, request);
    }

    override async webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
      const from = recall(socket);
      const line = from && this.#lineOf(from.epoch);
      if (!line) return close(socket, linkCloseCodes.replaced, "another link of this node is newer");
      const frames = typeof message === "string" ? undefined : framesOf(message);
      if (!frames) return this.#end(line, "send whole frames");
      for (const frame of frames) {
        // Not awaited: the frames of calls must not overtake each other meanwhile.
        if (frame.kind === "heartbeat") this.ctx.waitUntil(this.#hear(line, from, frame));
        else if (!line.receive(frame)) return this.#end(line, "this frame is out of place, or more than was granted");
      }
    }

    override webSocketClose(socket: WebSocket, code: number): void {
      this.#gone(socket, `the node closed its link (${code})`);
      close(socket, 1000, "");
    }

    override webSocketError(socket: WebSocket): void {
      this.#gone(socket, "the link to the node broke");
    }

    /** The link of a newer epoch ends those before it: whatever they still do, nobody listens. No await: nothing comes in between. */
    #open(from: Attachment): Response {
      const { 0: client, 1: server } = new WebSocketPair();
      const latest = this.ctx.storage.kv.get<number>("epoch") ?? 0;
      if (from.epoch <= latest) {
        server.accept();
        server.close(linkCloseCodes.replaced, `the link of epoch ${latest} is newer`);
        return new Response(null, { status: 101, webSocket: client });
      }
      this.ctx.storage.kv.put("epoch", from.epoch);
      this.#line?.lost("the node opened another link");
      for (const old of this.ctx.getWebSockets()) close(old, linkCloseCodes.replaced, "another link of this node is newer");
      this.ctx.acceptWebSocket(server);
      server.serializeAttachment(from);
      this.#line = new Line(server, from.epoch);
      return new Response(null, { status: 101, webSocket: client });
    }

    /** The node is no member any more. The epoch stays: a socket that was on its way comes too late. */
    #revoke(): Response {
      this.#line?.lost("the node was revoked");
      this.#line = undefined;
      for (const socket of this.ctx.getWebSockets()) close(socket, linkCloseCodes.unauthenticated, "this node was revoked");
      return new Response(null, { status: 204 });
    }

    async #call({ epoch }: Attachment, request: Request): Promise<Response> {
      const call = linkRequestSchema.parse(JSON.parse(decodeURIComponent(request.headers.get(linkHeaders.call) ?? "")));
      const line = this.#lineOf(epoch);
      if (!line) return absent();
      const bytes = Number(request.headers.get("content-length") ?? 0);
      if (!line.enter(bytes)) return refusal(429, "too many calls are under way over its link", { "retry-after": "1" });
      const body = await request.arrayBuffer();
      // While the body came, the link may have been replaced.
      if (line !== this.#line) return absent();
      const { answer, sent } = line.call(call, new Uint8Array(body));
      void sent.then(() => line.leave(bytes));
      return new Response(answer, { headers: { [linkHeaders.framed]: "1" } });
    }

    /** The line of this epoch, also after hibernation, when only the sockets are left. */
    #lineOf(epoch: number): Line | undefined {
      if (!this.#line && this.ctx.storage.kv.get<number>("epoch") === epoch) {
        const socket = this.ctx.getWebSockets().find((one) => one.readyState === WebSocket.OPEN && recall(one)?.epoch === epoch);
        if (socket) this.#line = new Line(socket, epoch);
      }
      return this.#line?.epoch === epoch ? this.#line : undefined;
    }

    async #hear(line: Line, from: Attachment, frame: Frame): Promise<void> {
      const outcome = await hear(this.env, from, jsonOf(frame));
      line.heard(frame.stream, { outcome });
      if (outcome === "refused") this.#end(line, "the node has joined again since", linkCloseCodes.replaced);
    }

    #end(line: Line, reason: string, code: number = linkCloseCodes.malformed): void {
      line.close(code, reason);
      if (this.#line === line) this.#line = undefined;
    }

    #gone(socket: WebSocket, reason: string): void {
      if (recall(socket)?.epoch !== this.#line?.epoch) return;
      this.#line?.lost(reason);
      this.#line = undefined;
    }
  };
}

/** A message holds whole frames, so that nothing of one is lost when the actor hibernates between two messages. */
function framesOf(message: ArrayBuffer): Frame[] | undefined {
  const reader = new FrameReader();
  const frames = reader.push(new Uint8Array(message));
  return frames.ok && reader.empty ? frames.value : undefined;
}

function recall(socket: WebSocket): Attachment | undefined {
  return attachmentSchema.safeParse(socket.deserializeAttachment()).data;
}

/** In the shape and with the status of a node that refuses a call. */
function refusal(status: number, message: string, headers: Record<string, string> = {}): Response {
  return Response.json({ error: { message } }, { status, headers });
}

function absent(): Response {
  return refusal(404, "it has no link to this edge now");
}

/** 1005 and 1006 say how a socket ended and cannot be sent; neither can anything once it is closed. */
function close(socket: WebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // Closed already.
  }
}
