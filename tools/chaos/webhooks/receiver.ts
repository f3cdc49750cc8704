/** A customer's server on this machine: verifies, notes and answers webhooks as the seed wants. It is never killed. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { Webhook } from "standardwebhooks";
import { Ledger, type Arrival } from "./ledger.ts";

/** A receiver takes a moment: long enough that a kill can fall between a request and its answer. */
const longestThoughtMs = 20;

export class Receiver {
  readonly ledger: Ledger;
  readonly #server: Server;
  readonly #random;
  readonly #verifiers: Webhook[] = [];
  #arrived = Promise.withResolvers<void>();

  private constructor(seed: number, server: Server) {
    this.ledger = new Ledger(seed);
    this.#random = xoroshiro128plus(seed ^ 0x7a1e);
    this.#server = server;
    server.on("request", (request, response) => void this.#receive(request, response));
  }

  static async start(seed: number): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, "127.0.0.1", resolve);
    });
    return new Receiver(seed, server);
  }

  /** Where the endpoint number `endpoint` receives. */
  urlOf(endpoint: number): string {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("The receiver does not listen.");
    return `http://127.0.0.1:${address.port}/${endpoint}`;
  }

  /** From now on requests to the endpoint are verified with this secret. */
  trust(endpoint: number, secret: string): void {
    this.#verifiers[endpoint] = new Webhook(secret);
  }

  /** Resolves when the next webhook arrives, or after `withinMs`. */
  async nextArrival(withinMs: number): Promise<void> {
    await Promise.race([this.#arrived.promise, sleep(withinMs)]);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The sender was killed before all had come: nothing was received.
      return;
    }
    const body = Buffer.concat(chunks).toString("utf8");
    const endpoint = Number(request.url?.slice(1));
    const id = String(request.headers["webhook-id"]);
    const answer = this.ledger.take({ endpoint, id, body, genuine: this.#genuine(endpoint, body, request) });
    this.#arrived.resolve();
    this.#arrived = Promise.withResolvers<void>();
    await sleep(uniformInt(this.#random, 0, longestThoughtMs));
    give(answer, request, response);
  }

  #genuine(endpoint: number, body: string, { headers }: IncomingMessage): boolean {
    try {
      this.#verifiers[endpoint]?.verify(body, Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])));
      return this.#verifiers[endpoint] !== undefined;
    } catch {
      return false;
    }
  }
}

function give(answer: Arrival["answer"], request: IncomingMessage, response: ServerResponse): void {
  // Left open: the sender ends it.
  if (answer === "silence") return;
  if (answer === "reset") request.socket.resetAndDestroy();
  else response.writeHead(answer === "accepted" ? 200 : 500).end();
}
