/** `POST /v1/embeddings`: admits a request, has it read and computed, and sends the vectors in the form asked for. */
import { nodeAnswerHeaders, type NodeModel } from "../../contracts/node-protocol.ts";
import { err, ok, type Fault, type Result } from "../../contracts/result.ts";
import type { JobAnswer } from "../core/job.ts";
import type { ReadRequest, Reader } from "../core/reader.ts";
import type { Scheduler } from "../core/scheduler.ts";
import { cutDimensions, encodeAnswer, type Encoding } from "./embeddings-answer.ts";
import type { Exchange } from "./exchange.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import type { BodyRoom } from "./request-body.ts";

/** What serves one model. */
export interface Serving {
  model: NodeModel;
  reader: Reader;
  scheduler: Scheduler;
}

export interface EmbeddingsRoute {
  serving: Serving;
  bodies: BodyRoom;
  metrics: NodeMetrics;
  /** Checks the signature over the body. */
  verify: (body: Uint8Array<ArrayBuffer>) => Promise<Result<true>>;
}

interface Computed {
  read: ReadRequest;
  job: JobAnswer;
}

/** What the metrics need to know of an answered request. */
export interface RouteOutcome {
  status: number;
  tokens?: number;
  refusal?: string;
}

export async function answerEmbeddings(exchange: Exchange, route: EmbeddingsRoute): Promise<RouteOutcome> {
  const wrongForm = refuseForm(exchange) ?? route.serving.scheduler.refusal(1);
  if (wrongForm) return refuse(exchange, wrongForm);
  const computed = await route.bodies.holding(exchange.request, (body) => compute(exchange, route, body));
  if (!computed.ok) return refuse(exchange, computed.error);
  const { read, job } = computed.value;
  const { model } = route.serving;
  const dimensions = read.dimensions ?? model.dimensions;
  const label = `${model.name}@${model.version}`;
  const encoding = wantsBinary(exchange) ? "binary" : read.encoding;
  const vectors = cutDimensions(job.vectors, model.dimensions, dimensions);
  await exchange.stream(
    {
      ...formHeaders(encoding, vectors.byteLength),
      [nodeAnswerHeaders.tokens]: String(job.tokens),
      [nodeAnswerHeaders.model]: label,
      [nodeAnswerHeaders.dimensions]: String(dimensions),
      [nodeAnswerHeaders.truncated]: String(read.truncated),
      "server-timing": serverTiming(read, job),
    },
    encodeAnswer({ vectors, dimensions, model: label, tokens: job.tokens }, encoding),
  );
  route.metrics.phase("tokenize", read.milliseconds / 1000);
  route.metrics.phase("queue", job.queueMilliseconds / 1000);
  route.metrics.phase("inference", job.inferenceMilliseconds / 1000);
  return { status: 200, tokens: job.tokens };
}

async function compute(exchange: Exchange, { serving, verify }: EmbeddingsRoute, body: Uint8Array<ArrayBuffer>): Promise<Result<Computed>> {
  const verified = await verify(body);
  if (!verified.ok) return verified;
  const read = await serving.reader.read(body, exchange.signal);
  if (!read.ok) return read;
  const unfit = refuseRequest(read.value, serving.model);
  if (unfit) return unfit;
  const { ids, lengths, isolated, deadline } = read.value;
  const job = await serving.scheduler.submit({ ids, lengths, isolated, deadline, signal: exchange.signal });
  return job.ok ? ok({ read: read.value, job: job.value }) : job;
}

function refuseForm({ request }: Exchange): Fault | undefined {
  const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") return err("unsupported_media", "Send the request as application/json.").error;
  const coding = request.headers["content-encoding"] ?? "identity";
  if (coding !== "identity")
    return err("unsupported_media", `The content encoding ${coding} is not supported: send the body as it is.`).error;
  return undefined;
}

function refuseRequest(read: ReadRequest, model: NodeModel) {
  const known = [model.name, `${model.name}@${model.version}`];
  if (!known.includes(read.model)) {
    return err("not_found", `This node does not serve ${read.model}; it serves ${known[1]}.`, {
      fields: [{ path: "model", message: "unknown model" }],
    });
  }
  if (read.dimensions !== undefined && read.dimensions > model.dimensions) {
    const message = `\`dimensions\` is at most ${model.dimensions} for this model.`;
    return err("invalid_input", message, { fields: [{ path: "dimensions", message }] });
  }
  return undefined;
}

/** Nobody reads the answer to a caller who left; the figures tell them from callers turned away (499 is nginx's status for it). */
function refuse(exchange: Exchange, fault: Fault): RouteOutcome {
  if (exchange.signal.aborted) return { status: 499, refusal: "client_closed" };
  return { status: exchange.fault(fault), refusal: fault.code };
}

function wantsBinary({ request }: Exchange): boolean {
  return (request.headers.accept ?? "").includes("application/octet-stream");
}

function formHeaders(encoding: Encoding, bytes: number): Record<string, string> {
  if (encoding !== "binary") return { "content-type": "application/json" };
  return { "content-type": "application/octet-stream", "content-length": String(bytes) };
}

function serverTiming(read: ReadRequest, job: JobAnswer): string {
  const phases = { tokenize: read.milliseconds, queue: job.queueMilliseconds, inference: job.inferenceMilliseconds };
  return Object.entries(phases)
    .map(([name, milliseconds]) => `${name};dur=${milliseconds.toFixed(1)}`)
    .join(", ");
}
