/** The node's HTTP server: who may come in, which route, and what is measured of it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { err, ok, type Fault, type Result } from "../../contracts/result.ts";
import { signatureHeaders } from "../../contracts/node-protocol.ts";
import { textRoutes } from "../core/text-requests.ts";
import { Exchange } from "./exchange.ts";
import { NodeMetrics } from "./node-metrics.ts";
import { BodyRoom, type BodyLimits } from "./request-body.ts";
import { SignatureGuard } from "./signature-guard.ts";
import type { Serving } from "../core/serving.ts";
import type { Progress } from "../models/progress-board.ts";
import { answerTexts, type RouteOutcome } from "./text-route.ts";

export interface DoorOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** True lets unsigned requests in from this machine. */
  open: boolean;
  bodies: BodyLimits;
  /** Told of answers that an operator should know of, with the caller's trace. */
  log?: (line: string) => void;
  /** Models that are being made ready. */
  underWay?: () => readonly Progress[];
  /** Asks the sources of all models anew and puts what they have into service; gives what is in service then. */
  reload?: () => Promise<Result<unknown>>;
  /** Runs when the server breaks in a way that is nobody's fault. */
  onError: (cause: unknown) => void;
}

/** Seconds after which a caller turned away for want of readiness should come again. */
const retryWhenStarting = 2;
/** Longer than the edge keeps an idle connection, so that it is never the node that closes one just being used. */
const keepAliveMs = 75_000;

const loopSamplingMs = 10;

/** What the node answers under `/v1`, and by which method. */
const methods: Readonly<Record<string, "GET" | "POST">> = {
  "/v1/models": "GET",
  "/v1/models/reload": "POST",
  ...Object.fromEntries(textRoutes.map((route) => [route, "POST" as const])),
};

export class Door {
  readonly guard = new SignatureGuard();
  readonly metrics: NodeMetrics;
  readonly #options: DoorOptions;
  readonly #server: Server;
  readonly #bodies: BodyRoom;
  readonly #answering = new Set<ServerResponse>();
  readonly #startedAt = Math.floor(Date.now() / 1000);
  #serving: Serving | undefined;
  #draining = false;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.#bodies = new BodyRoom(options.bodies);
    const loopDelay = monitorEventLoopDelay({ resolution: loopSamplingMs });
    loopDelay.enable();
    const noLoad = { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0 };
    this.metrics = new NodeMetrics(
      () => this.#serving?.models.load() ?? noLoad,
      () => this.#serving?.models.loaded.length ?? 0,
      () => this.#serving?.models.requests() ?? { queued: 0, running: 0 },
      () => {
        // The histogram counts the sampling interval itself as delay.
        const seconds = Math.max(0, loopDelay.percentile(99) / 1e9 - loopSamplingMs / 1e3);
        loopDelay.reset();
        return seconds;
      },
    );
    this.#server = createServer({ keepAliveTimeout: keepAliveMs, requestTimeout: 60_000 }, (request, response) => {
      this.#answer(request, response).catch((cause: unknown) => {
        options.onError(cause);
        new Exchange(request, response).fault(err("internal", "The node failed on this request.").error);
      });
    });
  }

  /** Opens the port. Gives its number, or `unavailable` when it cannot be had. */
  listen(): Promise<Result<number>> {
    return new Promise((resolve) => {
      this.#server.once("error", (cause) => resolve(err("unavailable", `Cannot listen on port ${this.#options.port}: ${cause.message}`)));
      this.#server.listen(this.#options.port, this.#options.host, () => {
        const address = this.#server.address();
        resolve(typeof address === "object" && address ? ok(address.port) : err("internal", "The server has no port."));
      });
    });
  }

  /** Requests are served from now on. */
  serve(serving: Serving): void {
    this.#serving = serving;
  }

  /** New requests are turned away from now on; those inside are finished, and their connections end with them. */
  drain(): void {
    this.#draining = true;
    this.#server.keepAliveTimeout = 1;
    for (const response of this.#answering) if (!response.headersSent) response.setHeader("connection", "close");
  }

  /** Closes the port once every answer under way is out; idle connections are closed at once. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeIdleConnections();
    });
  }

  /** Cuts whatever connection is still open. */
  cut(): void {
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = new Exchange(request, response);
    this.#answering.add(response);
    response.once("close", () => this.#answering.delete(response));
    if (this.#draining) response.setHeader("connection", "close");
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (exchange.path === "/livez" && isRead) exchange.json(200, { status: "alive" });
    else if (exchange.path === "/readyz" && isRead) this.#readiness(exchange);
    else if (exchange.path === "/metrics" && isRead) {
      exchange.text(200, this.metrics.render(), { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    } else await this.#measured(exchange);
  }

  async #measured(exchange: Exchange): Promise<void> {
    const route = Object.hasOwn(methods, exchange.path) ? exchange.path : "other";
    exchange.response.setHeader("traceparent", exchange.trace.traceparent);
    const outcome = await this.#api(exchange);
    const { refusal, trace } = exchange;
    // What is not the caller's doing, and no matter of being busy or away for a while.
    if (refusal && outcome.status >= 500 && refusal.retryAfter === undefined) {
      this.#options.log?.(`${route} was answered ${outcome.status} ${refusal.code}, trace ${trace.id}: ${refusal.detail}`);
    }
    this.metrics.request({ route, model: "", seconds: exchange.seconds, ...outcome });
  }

  async #api(exchange: Exchange): Promise<RouteOutcome> {
    const method = Object.hasOwn(methods, exchange.path) ? methods[exchange.path] : undefined;
    const refuse = (fault: Fault) => ({ status: exchange.fault(fault), refusal: fault.code });
    if (method === undefined) return refuse(err("not_found", `There is nothing at ${exchange.path}.`).error);
    if (exchange.request.method !== method) {
      exchange.response.setHeader("allow", method);
      return refuse(err("method_not_allowed", `${exchange.path} takes ${method}.`).error);
    }
    const credentials = this.#precheck(exchange);
    if (!credentials.ok) return refuse(credentials.error);
    const serving = this.#ready();
    if (!serving.ok) return refuse(serving.error);
    const verify = (body: Uint8Array<ArrayBuffer>) => this.#verify(exchange, body);
    const textRoute = textRoutes.find((route) => route === exchange.path);
    if (textRoute) return answerTexts(exchange, textRoute, { serving: serving.value, bodies: this.#bodies, metrics: this.metrics, verify });
    const verified = await this.#bodies.holding(exchange.request, verify);
    if (!verified.ok) return refuse(verified.error);
    if (exchange.path === "/v1/models/reload") {
      const { reload } = this.#options;
      const reloaded = await (reload?.() ?? Promise.resolve(err("not_found", "This node cannot reload.")));
      if (!reloaded.ok) return refuse(reloaded.error);
      exchange.json(200, reloaded.value);
      return { status: 200 };
    }
    exchange.json(200, this.#models(serving.value));
    return { status: 200 };
  }

  #precheck(exchange: Exchange): Result<unknown> {
    return this.#opensTo(exchange) ? ok(true) : this.guard.precheck(partsOf(exchange));
  }

  #verify(exchange: Exchange, body: Uint8Array<ArrayBuffer>): Promise<Result<true>> {
    return this.#opensTo(exchange) ? Promise.resolve(ok(true)) : this.guard.verify(partsOf(exchange), body);
  }

  /** Developer mode: an unsigned request from this very machine. One that carries a signature is always checked. */
  #opensTo({ request }: Exchange): boolean {
    const address = request.socket.remoteAddress ?? "";
    const loopback = address === "::1" || /^(::ffff:)?127\./.test(address);
    return this.#options.open && loopback && request.headers[signatureHeaders.signature] === undefined;
  }

  #ready(): Result<Serving> {
    if (this.#draining) return err("unavailable", "The node is draining.", { retryAfter: retryWhenStarting });
    if (this.#serving === undefined) return err("unavailable", "The node is still loading its model.", { retryAfter: retryWhenStarting });
    if (!this.#serving.ready) return err("unavailable", "The engine is being started again.", { retryAfter: retryWhenStarting });
    return ok(this.#serving);
  }

  #readiness(exchange: Exchange): void {
    const ready = this.#ready();
    const underWay = this.#options.underWay?.() ?? [];
    const preparing = underWay.length > 0 ? { preparing: underWay } : {};
    if (ready.ok) {
      const { offered, loaded } = ready.value.models;
      exchange.json(200, { status: "ready", models: offered, loaded, load: ready.value.models.load(), ...preparing });
    } else {
      const status = this.#draining ? "draining" : "starting";
      exchange.json(503, { status, ...preparing }, { "retry-after": String(retryWhenStarting) });
    }
  }

  #models({ models }: Serving) {
    const shape = { object: "model", created: this.#startedAt, owned_by: "paissive" };
    const { loaded } = models;
    const data = models.offered.map(({ name, maxTokens, ...model }) => {
      return { id: name, ...shape, ...model, max_tokens: maxTokens, loaded: loaded.includes(name) };
    });
    return { object: "list", data };
  }
}

function partsOf({ request }: Exchange) {
  return { method: request.method ?? "", path: request.url ?? "", headers: request.headers };
}
