/** The gateway: the only door. Every request is named, checked, given a principal and handed to the service that owns its path. */
import { Hono, type Context } from "hono";
import { systemSources } from "../../contracts/ids.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { ServiceName } from "../../contracts/services/common.ts";
import { err, ok, type Err, type Fault, type Result } from "../../contracts/result.ts";
import { log, thrown, traced } from "../kit/log.ts";
import { otherMethod } from "../kit/methods.ts";
import { version } from "../kit/version.ts";
import { checkLength, checkType, readBody } from "./body.ts";
import { openApiDocument } from "./contracts.ts";
import { allow, corsOf, organisationsFor, preflight } from "./cors.ts";
import { credentialOf, principalOf } from "./credential.ts";
import { Cursors } from "./cursors.ts";
import { bindingOf, type GatewayEnv } from "./environment.ts";
import { forward, type Uncertain } from "./forward.ts";
import { forwardedHeaders, secure } from "./headers.ts";
import { healthOf } from "./health.ts";
import { Fingerprints } from "./idempotency/fingerprints.ts";
import { afterwardsOf, idOf, keyOf } from "./idempotency/keyed.ts";
import { keeperOf } from "./idempotency/keeper.ts";
import { once } from "./idempotency/once.ts";
import { KnownKeys } from "./known-keys.ts";
import { admitAddress, admitPrincipal, loadTaken, settingsOf, withinHashing, withinLoad, type Drawn } from "./limits/door.ts";
import { putLimits } from "./limits/fields.ts";
import { guarded } from "./long-lived.ts";
import { mcpAnswer } from "./mcp/server.ts";
import { toolsFor, type ToolCall } from "./mcp/tools.ts";
import { unlessKnown } from "./not-modified.ts";
import type { OpenApiDocument } from "./openapi.ts";
import { descriptionOf, pageOf, type Rendered } from "./reference/rendered.ts";
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

/** What the door answers by itself; it asks auth at most. */
const here = { service: "auth", open: false, upload: false, faults: "problem" } as const;
const asksWithinMs = 5_000;

const ownPaths = new Set(["/api/v1/health", "/api/v1/openapi.json", "/api/v1/services"]);

/** Of this isolate. */
const knownKeys = new KnownKeys(Date.now);
const reach = new Reach({ now: Date.now, wait: (ms, signal) => scheduler.wait(ms, { signal }) });
let vouching: Vouching | undefined;
let cursors: Cursors | undefined;
let fingerprints: Fingerprints | undefined;
/** Requests of ours, with the trace that they belong to. */
const within = new WeakMap<Request, Trace>();

export const gateway = new Hono<Door>();

gateway.use("*", async (c, next) => {
  const trace = within.get(c.req.raw) ?? traceOf(c.req.header("traceparent") ?? null, systemSources.randomBytes);
  c.set("trace", trace);
  c.set("drawn", []);
  await traced(trace, next);
  // What a service answered cannot be changed, only copied; the copy of a 101 keeps its socket.
  const response = new Response(c.res.body, c.res);
  secure(response.headers, new URL(c.req.url), trace);
  putLimits(response.headers, c.var.drawn);
  const [origin, organisation] = [c.req.header("origin"), c.var.programOf];
  if (origin !== undefined && organisation !== undefined && !response.headers.has("access-control-allow-origin")) {
    const lets = await lettingIn(c, origin);
    if (lets.includes(organisation)) allow(response.headers, origin);
  }
  c.res = undefined;
  c.res = response;
});

gateway.on("GET", ["/healthz", "/api/v1/health"], (c) => {
  const problems = [settingsOf(c.env).problem, corsOf(c.env).problem].filter((problem) => problem !== undefined);
  return c.json(healthOf({ leftAlone: reach.leftAlone(), problems, load: loadTaken() }));
});

gateway.on("OPTIONS", ["/api/*", "/mcp"], async (c, next) => {
  if (c.req.header("access-control-request-method") === undefined) return next();
  const origin = c.req.header("origin") ?? null;
  const admitted = await admitAddress(c.env, reach, c.req.raw.headers, { open: false, service: "auth" }, c.var.drawn);
  if (!admitted.ok) return refuse(c, admitted.error);
  const lets = await lettingIn(c, origin);
  return new Response(null, { status: 204, headers: preflight(origin, lets.length > 0) });
});

gateway.get("/api/v1/openapi.json", (c) => described(c, "application/json", descriptionOf));
gateway.get("/docs/plain", (c) => described(c, "text/html; charset=utf-8", (document) => pageOf(document, "/docs/style.css")));
gateway.get("/docs/style.css", (c) =>
  c.body(style, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=60" }),
);

gateway.get("/api/v1/services", async (c) => {
  const items = await withinLoad(c.env, c.req.method, here, async () => {
    const principal = await admittedHere(c);
    return principal.ok ? ok(await serviceStatuses(c.env, reach.leftAlone())) : principal;
  });
  return items.ok ? c.json({ items: items.value }) : refuse(c, items.error);
});

gateway.all("/mcp", async (c) => {
  // Keys only: a browser would send its cookie for whoever asks.
  if (credentialOf(c.req.raw.headers).kind !== "key") return refuse(c, err("unauthenticated", "Send an API key.").error);
  const length = checkLength(c.req.raw.headers, { maxBody: mostOfMcp });
  if (!length.ok) return refuse(c, length.error);
  // What a tool calls is counted by itself.
  const admitted = await withinLoad(c.env, c.req.method, here, () => admittedMessage(c));
  if (!admitted.ok) return refuse(c, admitted.error);
  const { message, principal, document } = admitted.value;
  return mcpAnswer(message, toolsFor(document, principal), version, (call) => throughTheDoor(c, call));
});

gateway.all("/api/*", async (c) => {
  const route = routeOf(c.req.method, c.req.path);
  if (!route) return nothingHere(c);
  const answered = await withinLoad(c.env, c.req.method, route, async (): Promise<Result<[Response, Principal?]>> => {
    const admitted = await admit(c, route);
    if (!admitted.ok) return admitted;
    const principal = admitted.value;
    const answer = await withinHashing(route, c.req.raw.headers, () =>
      principal ? paged(c, route, principal) : carriedOut(c, route, undefined, c.req.raw),
    );
    return answer.ok ? ok([answer.value, principal]) : answer;
  });
  if (!answered.ok) return refuse(c, answered.error, route);
  const [told, principal] = answered.value;
  if (principal && route.service === "auth" && c.req.method !== "GET") knownKeys.forget(principal.organisation);
  const answer = unlessKnown(c.req.raw, told);
  return principal ? guarded(answer, standingOf(c, principal)) : answer;
});

gateway.all("*", (c) => c.env.ASSETS.fetch(c.req.raw));

gateway.onError((cause, c) => {
  log("error", { path: c.req.path, ...thrown(cause) });
  return refusal(err("internal", "Something broke on our side; the same request can be sent again.").error, c.req.path);
});

export default gateway;

/** A message to `/mcp`, who sends it, and what they may call. */
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
  const body = await readBody(request, mostOfMcp);
  if (!body.ok || request.body === null) return body.ok ? ok(request) : body;
  return ok(new Request(request.url, { method: request.method, headers: request.headers, body: body.value }));
}

/** A request of ours for the caller of `c`: with their key and their address, under the same id, and everything that the door does. */
async function throughTheDoor(c: GatewayContext, { method, path, headers: own, body }: ToolCall): Promise<Response> {
  const headers = new Headers({ "content-type": "application/json", ...own });
  for (const name of ["authorization", "x-api-key", "cf-connecting-ip"]) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const request = new Request(new URL(path, c.req.url), { method, headers, ...(body === undefined ? {} : { body }) });
  within.set(request, c.var.trace);
  return gateway.fetch(request, c.env, c.executionCtx);
}

/** The description of the API as `render` has it, to whoever asks. */
async function described(c: GatewayContext, type: string, render: (document: OpenApiDocument) => Promise<Rendered>): Promise<Response> {
  const document = await withinLoad(c.env, c.req.method, here, async () => {
    const ofAddress = await admitAddress(c.env, reach, c.req.raw.headers, here, c.var.drawn);
    return ofAddress.ok ? openApiDocument(c.env, reach, Date.now()) : ofAddress;
  });
  if (!document.ok) return refuse(c, document.error);
  const { text, tag } = await render(document.value);
  return unlessKnown(c.req.raw, c.body(text, 200, { "content-type": type, etag: tag, "cache-control": "public, max-age=60" }));
}

/** A path that nobody owns, or another method of what the door answers by itself, which is read only. */
async function nothingHere(c: GatewayContext): Promise<Response> {
  const ofAddress = await admitAddress(c.env, reach, c.req.raw.headers, here, c.var.drawn);
  if (!ofAddress.ok) return refuse(c, ofAddress.error);
  if (!ownPaths.has(c.req.path)) return refuse(c, err("not_found", `There is nothing at ${c.req.path}.`).error);
  const methods = ["GET", "HEAD"];
  const refused = refuse(c, otherMethod(c.req.method, methods));
  refused.headers.set("allow", methods.join(", "));
  return refused;
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
  const timely = { ...route, withinMs: Math.min(route.withinMs, mostPatience(c.env)) };
  const send = (body?: ArrayBuffer, uncertain?: Uncertain) =>
    forward(reach, c.env[bindingOf[route.service]], { request, headers, route: timely, ...(body ? { body } : {}) }, uncertain);
  const key = keyOf(request.method, request.headers, route);
  if (!key.ok) return key;
  if (key.value === undefined || !principal) return send();
  const body = await readBody(request, route.maxBody);
  if (!body.ok) return body;
  const id = idOf(principal, request.method, c.req.path, key.value);
  fingerprints ??= new Fingerprints(c.env.INWARD_KEY);
  const fingerprint = await fingerprints.of(new URL(request.url).search, request.headers, body.value);
  const keyed = { request: { id, fingerprint }, secret: route.secret !== undefined, afterwards: afterwardsOf(route) };
  const keeper = keeperOf(c.env.IDEMPOTENCY.getByName(principal.organisation), reach);
  const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work);
  const answer = once(keeper, keyed, (uncertain) => send(body.value, uncertain), later);
  // A caller who goes away comes back with the same key, and must find that it was carried out.
  later(answer);
  return answer;
}

function mostPatience({ ANSWER_WITHIN_MS: text }: GatewayEnv): number {
  const most = Number(text ?? Infinity);
  return most > 0 ? most : Infinity;
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
  const ofAddress = await admitAddress(c.env, reach, headers, route, c.var.drawn);
  if (!ofAddress.ok) return ofAddress;
  return route.open ? ok(undefined) : identified(c);
}

/** The same for what the door answers itself. */
async function admittedHere(c: GatewayContext): Promise<Result<Principal>> {
  const ofAddress = await admitAddress(c.env, reach, c.req.raw.headers, here, c.var.drawn);
  return ofAddress.ok ? identified(c) : ofAddress;
}

/** Who calls, within what they are allowed. */
async function identified(c: GatewayContext): Promise<Result<Principal>> {
  const principal = await asked(c);
  if (!principal.ok) return principal;
  if (["api-key", "service"].includes(principal.value.kind)) c.set("programOf", principal.value.organisation);
  const admitted = await admitPrincipal(c.env, reach, principal.value, c.var.drawn);
  return admitted.ok ? principal : admitted;
}

async function asked(c: GatewayContext): Promise<Result<Principal>> {
  const credential = credentialOf(c.req.raw.headers);
  if (credential.kind === "none") return principalOf(credential, c.env.AUTH);
  const ask = async () => {
    const answer = await reach.call("auth", asksWithinMs, () => principalOf(credential, c.env.AUTH));
    return answer.ok ? answer.value : nobody();
  };
  try {
    if (credential.kind !== "key") return await ask();
    return await knownKeys.principal(credential.key, ask, (work) => c.executionCtx.waitUntil(work));
  } catch (cause) {
    log("error", { service: "auth", message: String(cause) });
    return nobody();
  }
}

function lettingIn(c: GatewayContext, origin: string | null): Promise<readonly string[]> {
  return organisationsFor(c.env, origin, Date.now(), (one) =>
    reach.call("auth", asksWithinMs, () => c.env.AUTH.organisationsOfOrigin(one)),
  );
}

/** Seconds of `Retry-After` are those until auth is asked again. */
function nobody(): Err {
  const { error } = reach.unreachable("auth");
  return { ok: false, error: { ...error, detail: "Nobody can be signed in right now. Try again." } };
}

function standingOf(c: GatewayContext, principal: Principal): Standing {
  const credential = credentialOf(c.req.raw.headers);
  const ask = async () => principalOf(credential, c.env.AUTH);
  return new Standing({ principal, ask, now: Date.now, wait: (ms) => scheduler.wait(ms) });
}

function refuse(c: GatewayContext, fault: Fault, route?: Route): Response {
  return refusal(fault, c.req.path, route?.faults);
}
