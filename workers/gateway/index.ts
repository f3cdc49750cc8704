/** The gateway: the only door. Every request is named, checked, given a principal and handed to the service that owns its path. */
import { Hono, type Context } from "hono";
import { systemSources } from "../../contracts/ids.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { ServiceName } from "../../contracts/services/common.ts";
import { err, ok, type Fault, type Result } from "../../contracts/result.ts";
import { log, thrown, traced } from "../kit/log.ts";
import { otherMethod } from "../kit/methods.ts";
import { version } from "../kit/version.ts";
import { checkLength, checkType, readBody } from "./body.ts";
import { openApiDocument } from "./contracts.ts";
import { allow, corsOf, preflight } from "./cors.ts";
import { credentialOf, principalOf } from "./credential.ts";
import { Cursors } from "./cursors.ts";
import { bindingOf, type GatewayEnv } from "./environment.ts";
import { forward } from "./forward.ts";
import { forwardedHeaders, secure } from "./headers.ts";
import { healthOf } from "./health.ts";
import { fingerprintOf, idOf, keyOf } from "./idempotency/keyed.ts";
import { once } from "./idempotency/once.ts";
import { KnownKeys } from "./known-keys.ts";
import { admitAddress, admitPrincipal, loadTaken, settingsOf, withinLoad, type Drawn } from "./limits/door.ts";
import { putLimits } from "./limits/fields.ts";
import { guarded } from "./long-lived.ts";
import { mcpAnswer } from "./mcp/server.ts";
import { toolsFor } from "./mcp/tools.ts";
import { unlessKnown } from "./not-modified.ts";
import { referencePage } from "./reference/page.ts";
import { style } from "./reference/style.ts";
import { refusal } from "./refusal.ts";
import { routeOf, type Route } from "./routes.ts";
import { checkOrigin } from "./same-origin.ts";
import { serviceStatuses } from "./services.ts";
import { Standing } from "./standing.ts";
import { Reach } from "./reach.ts";
import { traceOf, type Trace } from "./trace.ts";
import { Vouching } from "./vouching.ts";

export { Idempotency } from "../../durable-objects/idempotency/actor.ts";
export { RateLimit } from "../../durable-objects/rate-limit/actor.ts";

interface Door {
  Bindings: GatewayEnv;
  /** `programOf`: the organisation whose key came with the request. */
  Variables: { trace: Trace; drawn: Drawn; programOf?: string };
}
type GatewayContext = Context<Door>;

/** Bytes of a message to `/mcp`, which holds the body of one operation. */
const mostOfMcp = 1_048_576;

const ownPaths = new Set(["/api/v1/health", "/api/v1/openapi.json", "/api/v1/services"]);

/** Of this isolate. */
const knownKeys = new KnownKeys(Date.now);
const reach = new Reach({ now: Date.now, wait: (ms, signal) => scheduler.wait(ms, { signal }) });
let vouching: Vouching | undefined;
let cursors: Cursors | undefined;

export const gateway = new Hono<Door>();

gateway.use("*", async (c, next) => {
  const trace = traceOf(c.req.header("traceparent") ?? null, systemSources.randomBytes);
  c.set("trace", trace);
  c.set("drawn", []);
  await traced(trace, next);
  // What a service answered cannot be changed, only copied; the copy of a 101 keeps its socket.
  const response = new Response(c.res.body, c.res);
  secure(response.headers, new URL(c.req.url), trace);
  putLimits(response.headers, c.var.drawn);
  const readable = response.headers.has("access-control-allow-origin") ? undefined : c.var.programOf;
  allow(response.headers, corsOf(c.env).settings, c.req.header("origin") ?? null, readable);
  c.res = undefined;
  c.res = response;
});

gateway.on("GET", ["/healthz", "/api/v1/health"], (c) => {
  const problems = [settingsOf(c.env).problem, corsOf(c.env).problem].filter((problem) => problem !== undefined);
  return c.json(healthOf({ leftAlone: reach.leftAlone(), problems, load: loadTaken() }));
});

gateway.options("/api/*", async (c, next) => {
  if (c.req.header("access-control-request-method") === undefined) return next();
  return new Response(null, { status: 204, headers: preflight(corsOf(c.env).settings, c.req.header("origin") ?? null) });
});

gateway.get("/api/v1/openapi.json", async (c) => {
  const document = await openApiDocument(c.env, Date.now());
  return document.ok ? c.json(document.value, 200, { "cache-control": "public, max-age=60" }) : refuse(c, document.error);
});

gateway.get("/docs", async (c) => {
  const document = await openApiDocument(c.env, Date.now());
  if (!document.ok) return refuse(c, document.error);
  return c.html(referencePage(document.value, "/docs/style.css"), 200, { "cache-control": "public, max-age=60" });
});
gateway.get("/docs/style.css", (c) =>
  c.body(style, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=60" }),
);

gateway.get("/api/v1/services", async (c) => {
  const principal = await admittedHere(c);
  return principal.ok ? c.json({ items: await serviceStatuses(c.env, reach.leftAlone()) }) : refuse(c, principal.error);
});

gateway.all("/mcp", async (c) => {
  // Keys only: a browser would send its cookie for whoever asks.
  if (credentialOf(c.req.raw.headers).kind !== "key") return refuse(c, err("unauthenticated", "Send an API key.").error);
  const length = checkLength(c.req.raw.headers, { maxBody: mostOfMcp });
  if (!length.ok) return refuse(c, length.error);
  const principal = await admittedHere(c);
  if (!principal.ok) return refuse(c, principal.error);
  const message = await wholeMessage(c.req.raw);
  if (!message.ok) return refuse(c, message.error);
  const document = await openApiDocument(c.env, Date.now());
  if (!document.ok) return refuse(c, document.error);
  return mcpAnswer(message.value, toolsFor(document.value, principal.value), version, (method, path, body) =>
    throughTheDoor(c, method, path, body),
  );
});

gateway.all("/api/*", async (c) => {
  // What the door answers by itself is read only.
  if (ownPaths.has(c.req.path)) {
    const methods = ["GET", "HEAD"];
    const refused = refuse(c, otherMethod(c.req.method, methods));
    refused.headers.set("allow", methods.join(", "));
    return refused;
  }
  const route = routeOf(c.req.method, c.req.path);
  if (!route) return refuse(c, err("not_found", `There is nothing at ${c.req.path}.`).error);
  const admitted = await admit(c, route);
  if (!admitted.ok) return refuse(c, admitted.error, route);
  const principal = admitted.value;
  const answered = principal ? await paged(c, route, principal) : await carriedOut(c, route, undefined, c.req.raw);
  if (!answered.ok) return refuse(c, answered.error, route);
  if (principal && route.service === "auth" && c.req.method !== "GET") knownKeys.forget(principal.organisation);
  const answer = unlessKnown(c.req.raw, answered.value);
  return principal ? guarded(answer, standingOf(c, principal)) : answer;
});

gateway.all("*", (c) => c.env.ASSETS.fetch(c.req.raw));

gateway.onError((cause, c) => {
  log("error", { path: c.req.path, ...thrown(cause) });
  return refusal(err("internal", "Something broke on our side; the same request can be sent again.").error, c.req.path);
});

export default gateway;

/** The request with its body read: a length that is not stated is counted. */
async function wholeMessage(request: Request): Promise<Result<Request>> {
  const body = await readBody(request, mostOfMcp);
  if (!body.ok || request.body === null) return body.ok ? ok(request) : body;
  return ok(new Request(request.url, { method: request.method, headers: request.headers, body: body.value }));
}

/** A request of ours for the caller of `c`: with their key and their address, and everything that the door does. */
async function throughTheDoor(c: GatewayContext, method: string, path: string, body: string | undefined): Promise<Response> {
  // A tool's change is one that may be made unasked, whatever the thing is now.
  const headers = new Headers({ "content-type": "application/json", "if-match": "*" });
  for (const name of ["authorization", "x-api-key", "cf-connecting-ip", "traceparent"]) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const request = new Request(new URL(path, c.req.url), { method, headers, ...(body === undefined ? {} : { body }) });
  return gateway.fetch(request, c.env, c.executionCtx);
}

/** The answer, with cursors as the caller has them: the service reads and writes its own. */
async function paged(c: GatewayContext, route: Route, principal: Principal): Promise<Result<Response>> {
  cursors ??= new Cursors(c.env.INWARD_KEY);
  const url = new URL(c.req.url);
  const inner = await cursors.taken(principal, url);
  if (!inner.ok) return inner;
  const request = inner.value === url ? c.req.raw : new Request(inner.value, c.req.raw);
  const answered = await carriedOut(c, route, principal, request);
  return answered.ok ? ok(await cursors.given(principal, url, answered.value)) : answered;
}

/** What the service answers; for a request with an idempotency key, what it answered first. */
async function carriedOut(c: GatewayContext, route: Route, principal: Principal | undefined, request: Request): Promise<Result<Response>> {
  const vouchedFor = principal && (await spoken(c.env, principal, route.service));
  const headers = forwardedHeaders(request.headers, route, vouchedFor, c.var.trace);
  const send = (body?: ArrayBuffer) =>
    withinLoad(c.env, request.method, route, () =>
      forward(reach, c.env[bindingOf[route.service]], { request, headers, route, ...(body ? { body } : {}) }),
    );
  const key = keyOf(request.method, request.headers, route);
  if (!key.ok) return key;
  if (key.value === undefined || !principal) return send();
  const body = await readBody(request, route.maxBody);
  if (!body.ok) return body;
  const id = idOf(principal, request.method, c.req.path, key.value);
  const fingerprint = await fingerprintOf(new URL(request.url).search, request.headers, body.value);
  const keeper = c.env.IDEMPOTENCY.getByName(principal.organisation);
  const answer = once(keeper, { id, fingerprint }, route.secret !== undefined, () => send(body.value));
  // A caller who goes away comes back with the same key, and must find that it was carried out.
  c.executionCtx.waitUntil(answer);
  return answer;
}

/** The principal as its service is told it. */
async function spoken({ INWARD_KEY: key }: GatewayEnv, principal: Principal, service: ServiceName): Promise<string> {
  if (key === undefined) return JSON.stringify(principal);
  vouching ??= new Vouching(key, Date.now);
  return vouching.token(principal, service);
}

/** The checks in order, cheapest first: nothing is read of a request that is refused. */
async function admit(c: GatewayContext, route: Route): Promise<Result<Principal | undefined>> {
  const { method, url, headers, body } = c.req.raw;
  const checks = [
    () => checkOrigin({ method, url, headers, credential: credentialOf(headers) }),
    () => checkLength(headers, route),
    () => checkType(headers, body !== null && headers.get("content-length") !== "0", route),
  ];
  for (const check of checks) {
    const passed = check();
    if (!passed.ok) return passed;
  }
  const ofAddress = await admitAddress(c.env, headers, route, c.var.drawn);
  if (!ofAddress.ok) return ofAddress;
  return route.open ? ok(undefined) : identified(c);
}

/** The same for what the door answers itself. */
async function admittedHere(c: GatewayContext): Promise<Result<Principal>> {
  const ofAddress = await admitAddress(c.env, c.req.raw.headers, { open: false, service: "auth" }, c.var.drawn);
  return ofAddress.ok ? identified(c) : ofAddress;
}

/** Who calls, within what they are allowed. */
async function identified(c: GatewayContext): Promise<Result<Principal>> {
  const principal = await asked(c);
  if (!principal.ok) return principal;
  if (principal.value.kind === "api-key") c.set("programOf", principal.value.organisation);
  const admitted = await admitPrincipal(c.env, principal.value, c.var.drawn);
  return admitted.ok ? principal : admitted;
}

async function asked(c: GatewayContext): Promise<Result<Principal>> {
  const credential = credentialOf(c.req.raw.headers);
  const ask = () => principalOf(credential, c.env.AUTH);
  try {
    if (credential.kind !== "key") return await ask();
    return await knownKeys.principal(credential.key, ask, (work) => c.executionCtx.waitUntil(work));
  } catch (cause) {
    log("error", { service: "auth", message: String(cause) });
    return err("unavailable", "Nobody can be signed in right now. Try again.", { retryAfter: 1 });
  }
}

function standingOf(c: GatewayContext, principal: Principal): Standing {
  const credential = credentialOf(c.req.raw.headers);
  const ask = async () => principalOf(credential, c.env.AUTH);
  return new Standing({ principal, ask, now: Date.now, wait: (ms) => scheduler.wait(ms) });
}

function refuse(c: GatewayContext, fault: Fault, route?: Route): Response {
  return refusal(fault, c.req.path, route?.faults);
}
