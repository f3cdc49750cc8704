/** The routes that take texts: admits a request, has it read and computed, and sends the numbers in the form asked for. */
import { nodeAnswerHeaders, type NodeModel } from "../../contracts/node-protocol.ts";
import { err, ok, type Fault, type Result } from "../../contracts/result.ts";
import type { TraceContext } from "../../contracts/trace-context.ts";
import type { JobAnswer } from "../core/job.ts";
import type { ReadRequest } from "../core/reader.ts";
import type { Generation, Serving } from "../core/serving.ts";
import type { TextRoute } from "../core/text-requests.ts";
import { bytesOf } from "./answer-encoding.ts";
import { keyOf } from "../models/model-key.ts";
import type { Exchange } from "./exchange.ts";
import type { NodeMetrics } from "./node-metrics.ts";
import type { BodyRoom } from "./request-body.ts";
import { textAnswer } from "./text-answer.ts";

export interface TextRouteParts {
  serving: Serving;
  bodies: BodyRoom;
  metrics: NodeMetrics;
  /** Checks the signature over the body. */
  verify: (body: Uint8Array<ArrayBuffer>) => Promise<Result<true>>;
}

interface Computed {
  read: ReadRequest;
  model: NodeModel;
  job: JobAnswer;
}

/** What the metrics need to know of an answered request. */
export interface RouteOutcome {
  status: number;
  model?: string;
  version?: string;
  tokens?: number;
  refusal?: string;
}

export async function answerTexts(exchange: Exchange, path: TextRoute, parts: TextRouteParts): Promise<RouteOutcome> {
  const wrongForm = refuseForm(exchange) ?? parts.serving.models.refusal(1);
  if (wrongForm) return refuse(exchange, wrongForm);
  /** Known once the body was read, also when the request is refused after that. */
  const seen: { model?: string } = {};
  const computed = await parts.bodies.holding(exchange.request, (body) => compute(exchange, { ...parts, path, seen }, body));
  if (!computed.ok) return { ...refuse(exchange, computed.error), ...seen };
  const { read, model, job } = computed.value;
  const answer = textAnswer(read.form, model, job);
  const headers = {
    [nodeAnswerHeaders.tokens]: String(job.tokens),
    [nodeAnswerHeaders.model]: `${model.name}@${model.version}`,
    [nodeAnswerHeaders.dimensions]: String(answer.dimensions),
    [nodeAnswerHeaders.truncated]: String(read.truncated),
    ...(answer.method ? { [nodeAnswerHeaders.method]: answer.method } : {}),
    "server-timing": serverTiming(read, job, exchange.trace),
  };
  if (wantsBinary(exchange)) exchange.whole({ "content-type": "application/octet-stream", ...headers }, bytesOf(answer.values));
  else await exchange.stream({ "content-type": "application/json", ...headers }, answer.json());
  parts.metrics.phase("tokenize", read.milliseconds / 1000);
  parts.metrics.phase("queue", job.queueMilliseconds / 1000);
  parts.metrics.phase("inference", job.inferenceMilliseconds / 1000);
  return { status: 200, model: model.name, version: model.version, tokens: job.tokens };
}

interface Computing extends TextRouteParts {
  path: TextRoute;
  /** Filled in when the model is known. */
  seen: { model?: string };
}

async function compute(exchange: Exchange, parts: Computing, body: Uint8Array<ArrayBuffer>): Promise<Result<Computed>> {
  const verified = await parts.verify(body);
  return verified.ok ? parts.serving.hold((generation) => computeWith(generation, exchange, parts, body)) : verified;
}

async function computeWith(
  { reader, offered }: Generation,
  exchange: Exchange,
  { serving, path, seen }: Computing,
  body: Uint8Array<ArrayBuffer>,
): Promise<Result<Computed>> {
  const read = await reader.read({ route: path, body }, exchange.signal);
  if (!read.ok) return read;
  const model = offered.find(({ name }) => name === read.value.model);
  if (model === undefined) return err("not_found", `This node does not serve ${read.value.model}.`);
  seen.model = model.name;
  const { ids, lengths, isolated, priority, deadline } = read.value;
  const job = await serving.models.submit(keyOf(model), { ids, lengths, isolated, priority, deadline, signal: exchange.signal });
  return job.ok ? ok({ read: read.value, model, job: job.value }) : job;
}

function refuseForm({ request }: Exchange): Fault | undefined {
  const type = (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") return err("unsupported_media", "Send the request as application/json.").error;
  const coding = request.headers["content-encoding"] ?? "identity";
  if (coding !== "identity")
    return err("unsupported_media", `The content encoding ${coding} is not supported: send the body as it is.`).error;
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

/** The phases in milliseconds, and the trace that they belong to, as OpenTelemetry's instrumentations write it there. */
function serverTiming(read: ReadRequest, job: JobAnswer, { traceparent }: TraceContext): string {
  const phases = { tokenize: read.milliseconds, queue: job.queueMilliseconds, inference: job.inferenceMilliseconds };
  const entries = Object.entries(phases).map(([name, milliseconds]) => `${name};dur=${milliseconds.toFixed(1)}`);
  return [...entries, `traceparent;desc="${traceparent}"`].join(", ");
}
