/** The gateway: the only door. Every request is named, checked, given a principal and handed to the service that owns its path. */
import { Hono } from "hono";
import { systemSources } from "../../contracts/ids.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { log, thrown, traced } from "../kit/log.ts";
import { admit, forgetKeysOf, standingOf } from "./admission.ts";
import { refuse, type Door } from "./context.ts";
import { secure } from "./headers.ts";
import { withinHashing, withinLoad } from "./limits/door.ts";
import { putLimits } from "./limits/fields.ts";
import { guarded } from "./long-lived.ts";
import { mcpEndpoint } from "./mcp/endpoint.ts";
import { unlessKnown } from "./not-modified.ts";
import { letRead, preflightAnswer } from "./other-origins.ts";
import { healthAnswer, limitsAnswer, nothingHere, servicesAnswer } from "./own-answers.ts";
import { ownPaths } from "./own-contract.ts";
import { described } from "./reference/described.ts";
import { descriptionOf, pageOf } from "./reference/rendered.ts";
import { style } from "./reference/style.ts";
import { refusal } from "./refusal.ts";
import { routeOf } from "./routes.ts";
import { serviceAnswer } from "./service-answer.ts";
import { traceOf, traceWithin } from "./trace.ts";

export { Idempotency } from "../../durable-objects/idempotency/actor.ts";
export { RateLimit } from "../../durable-objects/rate-limit/actor.ts";

export const gateway = new Hono<Door>();

gateway.use("*", async (c, next) => {
  const trace = traceWithin(c.req.raw) ?? traceOf(c.req.header("traceparent") ?? null, systemSources.randomBytes);
  c.set("trace", trace);
  c.set("drawn", []);
  await traced(trace, next);
  // What a service answered cannot be changed, only copied; the copy of a 101 keeps its socket.
  const response = new Response(c.res.body, c.res);
  secure(response.headers, new URL(c.req.url), trace);
  putLimits(response.headers, c.var.drawn);
  await letRead(c, response.headers);
  c.res = undefined;
  c.res = response;
});

gateway.on("GET", ["/healthz", ownPaths.health], healthAnswer);
gateway.get(ownPaths.services, servicesAnswer);
gateway.get(ownPaths.limits, limitsAnswer);
gateway.get(ownPaths.openApi, (c) => described(c, "application/json", descriptionOf));
gateway.get("/docs/plain", (c) => described(c, "text/html; charset=utf-8", (document) => pageOf(document, "/docs/style.css")));
gateway.get("/docs/style.css", (c) =>
  c.body(style, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "public, max-age=60" }),
);

gateway.on("OPTIONS", ["/api/*", "/mcp"], async (c, next) =>
  c.req.header("access-control-request-method") === undefined ? next() : preflightAnswer(c),
);

gateway.all("/mcp", (c) => mcpEndpoint(c, (request) => gateway.fetch(request, c.env, c.executionCtx)));

gateway.all("/api/*", async (c) => {
  const route = routeOf(c.req.method, c.req.path);
  if (!route) return nothingHere(c);
  const answered = await withinLoad(c.env, c.req.method, route, async (): Promise<Result<[Response, Principal?]>> => {
    const admitted = await admit(c, route);
    if (!admitted.ok) return admitted;
    const principal = admitted.value;
    const answer = await withinHashing(route, c.req.raw.headers, () => serviceAnswer(c, route, principal));
    return answer.ok ? ok([answer.value, principal]) : answer;
  });
  if (!answered.ok) return refuse(c, answered.error, route);
  const [told, principal] = answered.value;
  if (principal && route.service === "auth" && c.req.method !== "GET") forgetKeysOf(principal.organisation);
  const answer = unlessKnown(c.req.raw, told);
  return principal ? guarded(answer, standingOf(c, principal)) : answer;
});

gateway.all("*", (c) => c.env.ASSETS.fetch(c.req.raw));

gateway.onError((cause, c) => {
  log("error", { path: c.req.path, ...thrown(cause) });
  return refusal(err("internal", "Something broke on our side; the same request can be sent again.").error, c.req.path);
});

export default gateway;
