/** The edge's side of joining, as a real HTTP server: hands out keys, checks signatures, and can forget a node. */
import { EventEmitter, once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import {
  heartbeatSchema,
  joinRequestSchema,
  sameDigest,
  signature,
  signatureHeaders,
  type Heartbeat,
  type JoinRequest,
} from "../../contracts/node-protocol.ts";

export const smallEdgeToken = "join-token";

interface Answer {
  status: number;
  value?: unknown;
}

export class SmallEdge {
  readonly joins: JoinRequest[] = [];
  readonly heartbeats: Heartbeat[] = [];
  /** Status of every answer given, in order. */
  readonly statuses: number[] = [];
  readonly #events = new EventEmitter();
  readonly #server: Server;
  /** Status with which the next heartbeats are refused, if any. */
  refuseHeartbeatsWith: number | undefined;
  heartbeatMs = 20;
  #epoch = 0;

  constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  get nodeId(): string {
    return "nod_test";
  }

  /** Key of the latest join. */
  get key(): string {
    return String(this.#epoch).padStart(2, "0").repeat(32);
  }

  /** Opens the port (0: any free one) and gives the base URL. */
  async listen(port = 0): Promise<string> {
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  /** Resolves when `condition` holds, looked at after every request. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this.#events, "answered");
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = Uint8Array.from(Buffer.concat(chunks));
    const { status, value }: Answer =
      request.url === "/api/v1/nodes/join" ? this.#join(request, body) : await this.#heartbeat(request, body);
    this.statuses.push(status);
    response.writeHead(status, { "content-type": "application/json" }).end(value === undefined ? undefined : JSON.stringify(value));
    this.#events.emit("answered");
  }

  #join(request: IncomingMessage, body: Uint8Array): Answer {
    if (request.headers.authorization !== `Bearer ${smallEdgeToken}`) return { status: 401, value: { code: "unauthenticated" } };
    this.joins.push(joinRequestSchema.parse(JSON.parse(Buffer.from(body).toString())));
    this.#epoch++;
    this.refuseHeartbeatsWith = undefined;
    return {
      status: 201,
      value: { nodeId: this.nodeId, key: this.key, epoch: this.#epoch, heartbeatMs: this.heartbeatMs, leaseMs: 1_000 },
    };
  }

  async #heartbeat(request: IncomingMessage, body: Uint8Array<ArrayBuffer>): Promise<Answer> {
    const header = (name: string) => String(request.headers[name]);
    const path = request.url ?? "";
    if (path !== `/api/v1/nodes/${this.nodeId}/heartbeat`) return { status: 404 };
    const timestamp = Number(header(signatureHeaders.timestamp));
    const expected = await signature(this.key, { method: "POST", path, timestamp, nonce: header(signatureHeaders.nonce), body });
    if (!sameDigest(expected, header(signatureHeaders.signature)) || Math.abs(Date.now() - timestamp) > 60_000) return { status: 401 };
    const heartbeat = heartbeatSchema.parse(JSON.parse(Buffer.from(body).toString()));
    if (this.refuseHeartbeatsWith !== undefined) return { status: this.refuseHeartbeatsWith };
    if (heartbeat.epoch !== this.#epoch) return { status: 409 };
    this.heartbeats.push(heartbeat);
    return { status: 204 };
  }
}
