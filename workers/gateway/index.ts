/** The gateway: the only door. Every request is named, checked, given a principal and handed to the service that owns its path. */
import { Hono, type Context } from "hono";
import { systemSources } from "../../contracts/ids.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Fault, type Result } from "../../contracts/result.ts";
import { checkLength, checkType } from "./body.ts";
import { openApiDocument } from "./contracts.ts";
import { credentialOf, principalOf } from "./credential.ts";
import { bindingOf, type GatewayEnv } from "./environment.ts";
import { forward } from "./forward.ts";
import { forwardedHeaders, secure } from "./headers.ts";
import { guarded } from "./long-lived.ts";
import { refusal } from "./refusal.ts";
import { routeOf, type Route } from "./routes.ts";
import { checkOrigin } from "./same-origin.ts";
import { serviceStatuses } from "./services.ts";
import { Standing } from "./standing.ts";
import { traceOf, type Trace } from "./trace.ts";

type GatewayContext = Context<{ Bindings: GatewayEnv; Variables: { trace: Trace } }>;

export const gateway = new Hono<{ Bindings: GatewayEnv; Variables: { trace: Trace } }>();

gateway.use("*", async (c, next) => {
  const trace = traceOf(c.req.header("traceparent") ?? null, systemSources.randomBytes);
  c.set("trace", trace);
  await next();
  // What a service answered cannot be changed, only copied; the copy of a 101 keeps its socket.
  const response = new Response(c.res.body, c.res);
  secure(response.headers, new URL(c.req.url), trace);
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
  const headers = forwardedHeaders(c.req.raw.headers, route, admitted.value, c.var.trace);
  const answered = await forward(c.env[bindingOf[route.service]], c.req.raw, headers, route);
  if (!answered.ok) return refuse(c, answered.error, route);
  return admitted.value ? guarded(answered.value, standingOf(c, admitted.value)) : answered.value;
});

gateway.all("*", (c) => c.env.ASSETS.fetch(c.req.raw));

gateway.onError((cause, c) => {
  console.error(JSON.stringify({ level: "error", path: c.req.path, message: cause.message, stack: cause.stack }));
  return refusal(err("internal", "Something broke on our side; the same request can be sent again.").error, c.req.path);
});

export default gateway;

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
  return route.open ? ok(undefined) : identified(c);
}

async function identified(c: GatewayContext): Promise<Result<Principal>> {
  try {
    return await principalOf(credentialOf(c.req.raw.headers), c.env.AUTH);
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
