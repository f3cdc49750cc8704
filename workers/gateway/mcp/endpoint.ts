/** `/mcp` at the door: who may send a message, and the calls of its tools, which come in through the door again. */
import type { Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { version } from "../../kit/version.ts";
import { admittedHere, here } from "../admission.ts";
import { checkLength, readBody } from "../body.ts";
import { reach, refuse, type GatewayContext } from "../context.ts";
import { openApiDocument } from "../contracts.ts";
import { credentialOf } from "../credential.ts";
import { withinLoad } from "../limits/door.ts";
import type { OpenApiDocument } from "../openapi.ts";
import { belongTo } from "../trace.ts";
import { mcpAnswer } from "./server.ts";
import { toolsFor, type ToolCall } from "./tools.ts";

/** Bytes of a message, which holds the body of one operation. */
const mostBytes = 1_048_576;

/** Sends a request of ours through everything that the door does. */
export type ThroughTheDoor = (request: Request) => Response | Promise<Response>;

export async function mcpEndpoint(c: GatewayContext, door: ThroughTheDoor): Promise<Response> {
  // Keys only: a browser would send its cookie for whoever asks.
  if (credentialOf(c.req.raw.headers).kind !== "key") return refuse(c, err("unauthenticated", "Send an API key.").error);
  const length = checkLength(c.req.raw.headers, { maxBody: mostBytes });
  if (!length.ok) return refuse(c, length.error);
  // What a tool calls is counted by itself.
  const admitted = await withinLoad(c.env, c.req.method, here, () => admittedMessage(c));
  if (!admitted.ok) return refuse(c, admitted.error);
  const { message, principal, document } = admitted.value;
  return mcpAnswer(message, toolsFor(document, principal), version, async (call) => door(requestFor(c, call)));
}

/** A message, who sends it, and what they may call. */
async function admittedMessage(c: GatewayContext): Promise<Result<{ message: Request; principal: Principal; document: OpenApiDocument }>> {
  const principal = await admittedHere(c);
  if (!principal.ok) return principal;
  const message = await wholeMessage(c.req.raw);
  if (!message.ok) return message;
  const document = await openApiDocument(c.env, reach, Date.now());
  if (!document.ok) return document;
  return ok({ message: message.value, principal: principal.value, document: document.value });
}

/** The request with its body read: a length that is not stated is counted. */
async function wholeMessage(request: Request): Promise<Result<Request>> {
  const body = await readBody(request, mostBytes);
  if (!body.ok || request.body === null) return body.ok ? ok(request) : body;
  return ok(new Request(request.url, { method: request.method, headers: request.headers, body: body.value }));
}

/** A request of ours for the caller of `c`: with their key and their address, under the same id. */
function requestFor(c: GatewayContext, { method, path, headers: own, body }: ToolCall): Request {
  const headers = new Headers({ "content-type": "application/json", ...own });
  for (const name of ["authorization", "x-api-key", "cf-connecting-ip"]) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const request = new Request(new URL(path, c.req.url), { method, headers, ...(body === undefined ? {} : { body }) });
  belongTo(c.var.trace, request);
  return request;
}
