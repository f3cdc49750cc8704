/** OpenAI-compatible routes. Their errors have OpenAI's shape too: its clients read no other. */
import { OpenAPIHono } from "@hono/zod-openapi";
import type * as z from "zod";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorCode } from "../../../contracts/errors.ts";
import { principalHeader, principalSchema, type Principal } from "../../../contracts/principal.ts";
import { err, ok, type Fault, type Result } from "../../../contracts/result.ts";
import type { AiModelsService, Computed } from "../../../contracts/services/ai-models.ts";
import {
  embeddingsAnswerSchema,
  embeddingsRequestSchema,
  readEmbeddingsRequest,
  writeEmbeddingsAnswer,
} from "../domain/openai-embeddings.ts";
import { log, thrown } from "../../kit/log.ts";
import { readJson } from "../read-json.ts";
import {
  classifyAnswerSchema,
  classifyBodySchema,
  readClassifyRequest,
  readRerankRequest,
  rerankAnswerSchema,
  rerankBodySchema,
  writeClassifyAnswer,
  writeRerankAnswer,
} from "../domain/text-classes.ts";
import { writeServerTiming } from "../domain/server-timing.ts";
import { openAiError, openAiErrorSchema } from "../domain/openai-error.ts";

const maxBodyBytes = 8 * 1024 * 1024;
/** As long as the door waits for the first byte. */
const mostPatienceMs = 120_000;

export const inferenceRoutes = new OpenAPIHono<{ Bindings: { SELF: AiModelsService } }>();

/** The answer to a failure, with an example of it. */
function refusal(code: ErrorCode, description: string) {
  const example = openAiError(err(code, `${description}.`).error).body;
  return { description, content: { "application/json": { schema: openAiErrorSchema, example } } };
}

interface Route<Request, Answer extends Computed> {
  path: string;
  operationId: string;
  requestSchema: z.ZodType;
  answerSchema: z.ZodType;
  description: string;
  read(body: unknown): Result<Request>;
  compute(
    service: AiModelsService,
    principal: Principal,
    request: Request & { fresh: boolean; traceparent?: string; deadline?: number },
    signal: AbortSignal,
  ): Promise<Result<Answer>>;
  write(computed: Answer, request: Request): object;
}

/** Adds a route that takes texts and answers what a model makes of them. */
function inference<Request extends object, Answer extends Computed>(route: Route<Request, Answer>): void {
  inferenceRoutes.openAPIRegistry.registerPath({
    method: "post",
    path: route.path,
    operationId: route.operationId,
    request: { body: { required: true, content: { "application/json": { schema: route.requestSchema } } } },
    responses: {
      200: { description: route.description, content: { "application/json": { schema: route.answerSchema } } },
      400: refusal("invalid_input", "The input is not valid"),
      401: refusal("unauthenticated", "No valid credential"),
      403: refusal("forbidden", "Without the permission models:infer"),
      404: refusal("not_found", "No such model"),
      409: refusal("in_progress", "A request with the same idempotency key is being carried out"),
      413: refusal("too_large", "More than 8 MiB"),
      415: refusal("unsupported_media", "Not application/json"),
      422: refusal("key_reused", "The idempotency key was used before with another body"),
      429: refusal("overloaded", "Every node is full, or the limit is reached; see Retry-After"),
      503: refusal("unavailable", "No node serves this model now; see Retry-After"),
      504: refusal("deadline_exceeded", "Took too long"),
    },
  });
  inferenceRoutes.post(route.path, async (c) => {
    const begun = Date.now();
    const principal = principalOf(c.req.header(principalHeader));
    if (!principal.ok) return refuse(c, principal.error);
    const body = await readBody(c.req.raw);
    if (!body.ok) return refuse(c, body.error);
    const request = route.read(body.value);
    if (!request.ok) return refuse(c, request.error);
    const traceparent = c.req.header("traceparent");
    const patience = patienceOf(c.req.header("prefer"));
    const asked = {
      ...request.value,
      fresh: isFresh(c.req.header("cache-control")),
      ...(traceparent ? { traceparent } : {}),
      ...(patience === undefined ? {} : { deadline: begun + patience }),
    };
    const computed = await route.compute(c.env.SELF, principal.value, asked, c.req.raw.signal);
    if (!computed.ok) return refuse(c, computed.error);
    const timing = writeServerTiming(computed.value, Date.now() - begun);
    return c.json(route.write(computed.value, request.value), 200, { "server-timing": timing });
  });
}

inference({
  path: "/api/v1/embeddings",
  operationId: "createEmbeddings",
  requestSchema: embeddingsRequestSchema,
  answerSchema: embeddingsAnswerSchema,
  description: "One embedding a text, in their order",
  read: readEmbeddingsRequest,
  compute: (service, principal, { format: _, ...request }, signal) => service.embed(principal, request, signal),
  write: (embeddings, { format }) => writeEmbeddingsAnswer(embeddings, format),
});

inference({
  path: "/api/v1/classify",
  operationId: "classify",
  requestSchema: classifyBodySchema,
  answerSchema: classifyAnswerSchema,
  description: "The labels of each text, in their order",
  read: readClassifyRequest,
  compute: (service, principal, request, signal) => service.classify(principal, request, signal),
  write: writeClassifyAnswer,
});

inference({
  path: "/api/v1/rerank",
  operationId: "rerank",
  requestSchema: rerankBodySchema,
  answerSchema: rerankAnswerSchema,
  description: "The documents, the most relevant first",
  read: readRerankRequest,
  compute: (service, principal, { sendBack: _, ...request }, signal) => service.rerank(principal, request, signal),
  write: (ranking, { documents, sendBack }) =>
    writeRerankAnswer(ranking, `rerank-${crypto.randomUUID()}`, sendBack ? documents : undefined),
});

/** What was not foreseen, such as a database that is gone for a moment: the same call may succeed later. */
inferenceRoutes.onError((cause, c) => {
  log("error", { path: new URL(c.req.url).pathname, ...thrown(cause) });
  return refuse(c, err("internal", "Something broke on our side; the same request can be sent again.").error);
});

/** RFC 9111, 5.2.1: whoever says `no-cache` or `no-store` wants an answer that is made for this request. */
function isFresh(cacheControl = ""): boolean {
  return /(?:^|,)\s*no-(?:cache|store)\s*(?:,|$)/i.test(cacheControl);
}

/** Milliseconds that the caller says it will wait (RFC 7240, 4.3: `Prefer: wait=10`). */
function patienceOf(prefer = ""): number | undefined {
  const seconds = /(?:^|[,;]\s*)wait\s*=\s*"?(\d{1,5})"?\s*(?:$|[,;])/i.exec(prefer)?.[1];
  return seconds === undefined ? undefined : Math.min(Number(seconds) * 1_000, mostPatienceMs);
}

function principalOf(header: string | undefined): Result<Principal> {
  const parsed = principalSchema.safeParse(readJson(new TextEncoder().encode(header)));
  return parsed.success ? ok(parsed.data) : err("unauthenticated", "Send an API key: `Authorization: Bearer pai_…`.");
}

async function readBody(request: Request): Promise<Result<unknown>> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > maxBodyBytes) return err("too_large", "The body is larger than 8 MiB. Send fewer texts at a time.");
  const value = readJson(bytes);
  return value === undefined ? err("invalid_input", "The body is not valid JSON in UTF-8.") : ok(value);
}

function refuse(c: Context, fault: Fault): Response {
  const { status, headers, body } = openAiError(fault);
  return c.json(body, status as ContentfulStatusCode, headers);
}
