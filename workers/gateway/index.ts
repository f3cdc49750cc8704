/** The gateway: the only door. Every request is named, checked, given a principal and handed to the service that owns its path. */
import { Hono, type Context } from "hono";
import { systemSources } from "../../contracts/ids.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Fault, type Result } from "../../contracts/result.ts";
import { checkLength, checkType, readBody } from "./body.ts";
import { openApiDocument } from "./contracts.ts";
import { credentialOf, principalOf } from "./credential.ts";
import { bindingOf, type GatewayEnv } from "./environment.ts";
import { forward } from "./forward.ts";
import { forwardedHeaders, secure } from "./headers.ts";
import { fingerprintOf, idOf, keyOf } from "./idempotency/keyed.ts";
import { once } from "./idempotency/once.ts";
import { KnownKeys } from "./known-keys.ts";
import { admitAddress, admitPrincipal, withinLoad, type Drawn } from "./limits/door.ts";
import { putLimits } from "./limits/fields.ts";
import { guarded } from "./long-lived.ts";
import { unlessKnown } from "./not-modified.ts";
import { refusal } from "./refusal.ts";
import { routeOf, type Route } from "./routes.ts";
import { checkOrigin } from "./same-origin.ts";
import { serviceStatuses } from "./services.ts";
import { Standing } from "./standing.ts";
import { traceOf, type Trace } from "./trace.ts";

export { Idempotency } from "../../durable-objects/idempotency/actor.ts";
export { RateLimit } from "../../durable-objects/rate-limit/actor.ts";

interface Door {
  Bindings: GatewayEnv;
  Variables: { trace: Trace; drawn: Drawn };
}
type GatewayContext = Context<Door>;

/** Of this isolate. */
const knownKeys = new KnownKeys(Date.now);

export const gateway = new Hono<Door>();

gateway.use("*", async (c, next) => {
  const trace = traceOf(c.req.header("traceparent") ?? null, systemSources.randomBytes);
  c.set("trace", trace);
  c.set("drawn", []);
  await next();
  // What a service answered cannot be changed, only copied; the copy of a 101 keeps its socket.
  const response = new Response(c.res.body, c.res);
  secure(response.headers, new URL(c.req.url), trace);
  putLimits(response.headers, c.var.drawn);
  c.res = undefined;
  c.res = response;
});

gateway.get("/healthz", (c) => c.json({ status: "ok" }));
gateway.get("/api/v1/health", (c) => c.json({ status: "ok" }));

gateway.get("/api/v1/openapi.json", async (c) => {
  const document = await openApiDocument(c.env, Date.now());
  return document.ok ? c.json(document.value, 200, { "cache-control": "public, max-age=60" }) : refuse(c, document.error);
});

gateway.get("/api/v1/services", async (c) => {
  const principal = await identified(c);
  return principal.ok ? c.json({ items: await serviceStatuses(c.env) }) : refuse(c, principal.error);
});

gateway.all("/api/*", async (c) => {
  const route = routeOf(c.req.method, c.req.path);
  if (!route) return refuse(c, err("not_found", `There is nothing at ${c.req.path}.`).error);
  const admitted = await admit(c, route);
  if (!admitted.ok) return refuse(c, admitted.error, route);
  const answered = await carriedOut(c, route, admitted.value);
  if (!answered.ok) return refuse(c, answered.error, route);
  if (admitted.value && route.service === "auth" && c.req.method !== "GET") knownKeys.forget(admitted.value.organisation);
  const answer = unlessKnown(c.req.raw, answered.value);
  return admitted.value ? guarded(answer, standingOf(c, admitted.value)) : answer;
});

gateway.all("*", (c) => c.env.ASSETS.fetch(c.req.raw));

gateway.onError((cause, c) => {
  console.error(JSON.stringify({ level: "error", path: c.req.path, message: cause.message, stack: cause.stack }));
  return refusal(err("internal", "Something broke on our side; the same request can be sent again.").error, c.req.path);
});

export default gateway;

/** What the service answers; for a request with an idempotency key, what it answered first. */
async function carriedOut(c: GatewayContext, route: Route, principal: Principal | undefined): Promise<Result<Response>> {
  const request = c.req.raw;
  const headers = forwardedHeaders(request.headers, route, principal, c.var.trace);
  const send = (body?: ArrayBuffer) =>
    withinLoad(c.env, request.method, route, () =>
      forward(c.env[bindingOf[route.service]], { request, headers, route, ...(body ? { body } : {}) }),
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

/** Who calls, within what they are allowed. */
async function identified(c: GatewayContext): Promise<Result<Principal>> {
  const principal = await asked(c);
  if (!principal.ok) return principal;
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
    console.error(JSON.stringify({ level: "error", service: "auth", requestId: c.var.trace.requestId, message: String(cause) }));
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
