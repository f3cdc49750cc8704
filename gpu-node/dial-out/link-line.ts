/** Keeps in touch with the edge over a link that the node opens itself, for nodes that the edge cannot call. */
import { Pool, WebSocket } from "undici";
import { linkPath } from "../../contracts/node-link/protocol.ts";
import { signedHeaders, type Heartbeat, type JoinAnswer } from "../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { HeartbeatOutcome } from "../join/edge-client.ts";
import type { Line } from "../join/line.ts";
import { Link } from "./link.ts";

/** Calls at the door at once; the edge lets no more come. Their bodies stay bounded by the door. */
const doorConnections = 256;
const openWithinMs = 10_000;

export interface LinkLineParts {
  edge: URL;
  /** The node's own door, `http://127.0.0.1:41234`. */
  door: string;
}

export class LinkLine implements Line {
  readonly #edge: URL;
  readonly #door: Pool;
  #link: Link | undefined;

  constructor({ edge, door }: LinkLineParts) {
    this.#edge = edge;
    // A call waits in the door's queue for as long as its own deadline lets it.
    this.#door = new Pool(door, { connections: doorConnections, headersTimeout: 0, bodyTimeout: 0 });
  }

  async open({ nodeId, key, epoch }: JoinAnswer): Promise<Result<true>> {
    this.#link?.close();
    this.#link = undefined;
    const path = this.#edge.pathname.replace(/\/+$/, "") + linkPath(nodeId, epoch);
    const stamp = { timestamp: Date.now(), nonce: crypto.randomUUID() };
    const headers = await signedHeaders({ nodeId, key }, { method: "GET", path, body: new Uint8Array(0), ...stamp });
    const url = new URL(path, this.#edge);
    url.protocol = this.#edge.protocol === "https:" ? "wss:" : "ws:";
    const opened = await openSocket(new WebSocket(url, { headers }));
    if (!opened.ok) return opened;
    this.#link = new Link(opened.value, this.#door);
    return ok(true);
  }

  async beat(lease: JoinAnswer, heartbeat: Heartbeat): Promise<HeartbeatOutcome> {
    const outcome = (await this.#link?.beat(heartbeat, lease.leaseMs)) ?? "failed";
    return outcome;
  }

  async broken(): Promise<string> {
    return this.#link?.broken ?? "it is not open";
  }

  async close(): Promise<void> {
    this.#link?.close();
    await this.#door.destroy();
  }
}

/** `unavailable` when it does not open in time, with what is known of why. */
function openSocket(socket: WebSocket): Promise<Result<WebSocket>> {
  socket.binaryType = "arraybuffer";
  return new Promise((resolve) => {
    const fail = (detail: string) => resolve(err("unavailable", `The link to the edge could not be opened: ${detail}`));
    const timer = setTimeout(() => {
      fail("it took too long");
      socket.close();
    }, openWithinMs);
    socket.addEventListener("open", () => resolve(ok(socket)));
    socket.addEventListener("error", ({ message }) => fail(message));
    socket.addEventListener("close", ({ reason, code }) => fail(reason === "" ? `closed with ${code}` : reason));
    void Promise.race([
      new Promise((opened) => socket.addEventListener("open", opened)),
      new Promise((closed) => socket.addEventListener("close", closed)),
    ]).then(() => clearTimeout(timer));
  });
}
