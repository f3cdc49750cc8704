/** What the node measures. Names and buckets of OpenTelemetry's GenAI conventions where they have one, in Prometheus' spelling. */
import type { NodeLoad, NodeModel } from "../../contracts/node-protocol.ts";
import type { BatchFigures } from "../core/scheduler.ts";
import { Registry } from "./metrics.ts";

/** Seconds: the buckets of `gen_ai.server.request.duration`. */
const durationBuckets = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
/** Tokens: the buckets of `gen_ai.client.token.usage`. */
const tokenBuckets = Array.from({ length: 14 }, (_, power) => 4 ** power);

/** What a route does, by the names of the GenAI conventions where they have one. */
const operations: Readonly<Record<string, string>> = { "/v1/embeddings": "embeddings", "/v1/classify": "classify", "/v1/rerank": "rerank" };

/** One answered request of `/v1`. */
export interface RequestFigures {
  route: string;
  status: number;
  /** Name of the model, empty when the request was refused before it was read. */
  model: string;
  /** The version that answered. */
  version?: string;
  seconds: number;
  /** Tokens read, when there was an answer. */
  tokens?: number;
  /** Why it was refused: the code of the fault, or `client_closed`. */
  refusal?: string;
}

export class NodeMetrics {
  readonly #registry = new Registry();
  readonly #requests = this.#registry.counter("paissive_node_requests_total", "Requests answered, by route and status.");
  readonly #refused = this.#registry.counter("paissive_node_refused_total", "Requests refused, by reason.");
  readonly #duration = this.#registry.histogram("gen_ai_server_request_duration_seconds", "Time from request to answer.", durationBuckets);
  readonly #tokens = this.#registry.histogram("gen_ai_client_token_usage", "Tokens read by a request.", tokenBuckets);
  readonly #phases = this.#registry.histogram("paissive_node_phase_duration_seconds", "Time of a request's phases.", durationBuckets);
  readonly #batchRows = this.#registry.histogram("paissive_node_batch_rows", "Texts in a batch.", [1, 2, 4, 8, 16, 32, 64, 128]);
  readonly #batchPadding = this.#registry.histogram(
    "paissive_node_batch_padding_ratio",
    "Share of padding in a batch.",
    [0, 0.05, 0.1, 0.15, 0.25, 0.5],
  );
  readonly #batchTokens = this.#registry.counter(
    "paissive_node_batch_tokens_total",
    "Tokens computed: those of texts, and the padding beside them.",
  );
  readonly #batchDuration = this.#registry.histogram(
    "paissive_node_batch_duration_seconds",
    "Time of a batch in the engine.",
    durationBuckets,
  );

  constructor(
    load: () => NodeLoad,
    loadedModels: () => number,
    requests: () => { queued: number; running: number },
    loopDelaySeconds: () => number,
  ) {
    this.#registry.gauge("paissive_node_queued_requests", "Requests of which nothing is computed yet.", () => requests().queued);
    this.#registry.gauge("paissive_node_running_requests", "Requests of which something is or was computed.", () => requests().running);
    this.#registry.gauge("paissive_node_models_loaded", "Models in memory.", loadedModels);
    this.#registry.gauge("paissive_node_queued_tokens", "Tokens waiting for a lane.", () => load().queuedTokens);
    this.#registry.gauge("paissive_node_running_tokens", "Tokens on the lanes.", () => load().runningTokens);
    this.#registry.gauge("paissive_node_tokens_per_second", "Smoothed speed of all lanes; 0 until measured.", () => load().tokensPerSecond);
    this.#registry.gauge(
      "paissive_node_event_loop_delay_p99_seconds",
      "99th percentile of the event loop's delay since this was last read.",
      loopDelaySeconds,
    );
  }

  /** What the model store counts. */
  store(figures: { downloadedBytes: number; refusedFiles: number; evictedBytes: number }): void {
    const registry = this.#registry;
    registry.count("paissive_node_downloaded_bytes_total", "Bytes of models fetched.", () => figures.downloadedBytes);
    registry.count("paissive_node_refused_files_total", "Model files that were not what they had to be.", () => figures.refusedFiles);
    registry.count("paissive_node_evicted_bytes_total", "Bytes of models removed to make room.", () => figures.evictedBytes);
  }

  request({ route, status, model, version, seconds, tokens, refusal }: RequestFigures): void {
    this.#requests.add({ route, status: String(status) });
    if (refusal !== undefined) this.#refused.add({ reason: refusal });
    const operation = operations[route];
    if (operation === undefined) return;
    const labels = {
      gen_ai_operation_name: operation,
      gen_ai_provider_name: "paissive",
      gen_ai_request_model: model,
      ...(version === undefined ? {} : { gen_ai_response_model: `${model}@${version}` }),
    };
    this.#duration.observe(seconds, refusal === undefined ? labels : { ...labels, error_type: refusal });
    if (tokens !== undefined) this.#tokens.observe(tokens, { ...labels, gen_ai_token_type: "input" });
  }

  phase(phase: "tokenize" | "queue" | "inference", seconds: number): void {
    this.#phases.observe(seconds, { phase });
  }

  batch({ name, task }: NodeModel, { rows, realTokens, paddedTokens, milliseconds }: BatchFigures): void {
    const labels = { model: name, task };
    this.#batchRows.observe(rows, labels);
    this.#batchPadding.observe(1 - realTokens / paddedTokens, labels);
    this.#batchTokens.add({ ...labels, kind: "text" }, realTokens);
    this.#batchTokens.add({ ...labels, kind: "padding" }, paddedTokens - realTokens);
    this.#batchDuration.observe(milliseconds / 1000, labels);
  }

  /** The page of `/metrics`. */
  render(): string {
    return this.#registry.render();
  }
}
