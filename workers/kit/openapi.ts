/** Pieces that every route's OpenAPI description repeats. */
import { z, type createRoute } from "@hono/zod-openapi";
import { problemSchema } from "./problem.ts";

type RouteConfig = Parameters<typeof createRoute>[0];

const problemContent = { "application/problem+json": { schema: problemSchema } };

/** The failures that any route can answer. */
export const problems: RouteConfig["responses"] = {
  400: { description: "The input is not valid", content: problemContent },
  401: { description: "Sign in first", content: problemContent },
  403: { description: "Not allowed", content: problemContent },
  404: { description: "Not found", content: problemContent },
  409: { description: "Conflict", content: problemContent },
};

export function jsonAnswer(schema: z.ZodType, description: string): RouteConfig["responses"][number] {
  return { description, content: { "application/json": { schema } } };
}

/** An answer that is a file. */
export function fileAnswer(mediaType: string, description: string): RouteConfig["responses"][number] {
  return { description, content: { [mediaType]: { schema: z.string() } } };
}

export function jsonBody(schema: z.ZodType): NonNullable<RouteConfig["request"]>["body"] {
  return { required: true, content: { "application/json": { schema } } };
}

/** Header by which an unsafe request can be sent twice and carried out once. */
export const idempotencyHeader = z.object({ "idempotency-key": z.string().min(1).max(200).optional() });

/** The same with `If-Match`, for a thing with a version: refused (412) when it is at another one than its `ETag` said. */
export const versionedHeaders = idempotencyHeader.extend({ "if-match": z.string().max(100).optional() });

/** The same for what a change can make: `If-None-Match: *` wants none to be there. */
export const makingHeaders = versionedHeaders.extend({ "if-none-match": z.literal("*").optional() });

/** The failure that an operation with `versionedHeaders` can answer beside the others. */
export const changedSince: RouteConfig["responses"] = {
  412: { description: "It has changed since the version that If-Match names", content: problemContent },
};

/** And where `If-Match` has to be there. */
export const versionWanted: RouteConfig["responses"] = {
  428: { description: "If-Match has to name the version that is to be changed", content: problemContent },
};

export const idParam = z.object({ id: z.string().min(1).max(100) });

/** The live feed of an actor (frames of contracts/actor.ts): a WebSocket, or server-sent events for `accept: text/event-stream`. */
export function feedRoute(path: string, operationId: string): RouteConfig {
  return {
    method: "get",
    path,
    operationId,
    request: { params: idParam, query: z.object({ since: z.coerce.number().int().min(0).optional() }) },
    responses: {
      101: { description: "A WebSocket; each message is a frame" },
      200: fileAnswer("text/event-stream", "The same frames as server-sent events; `Last-Event-ID` goes on where a connection broke"),
      426: fileAnswer("text/plain", "Neither a WebSocket nor an event stream was asked for"),
      ...problems,
    },
  };
}
