/** What the owning service answers to a request that was let in: once for each idempotency key, with cursors as its caller has them. */
import type { Principal } from "../../contracts/principal.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { ServiceName } from "../../contracts/services/common.ts";
import { readBody } from "./body.ts";
import { reach, type GatewayContext } from "./context.ts";
import { Cursors } from "./cursors.ts";
import { bindingOf, type GatewayEnv } from "./environment.ts";
import { forward, type Uncertain } from "./forward.ts";
import { forwardedHeaders } from "./headers.ts";
import { Fingerprints } from "./idempotency/fingerprints.ts";
import { afterwardsOf, idOf, keyOf } from "./idempotency/keyed.ts";
import { keeperOf } from "./idempotency/keeper.ts";
import { once } from "./idempotency/once.ts";
import type { Route } from "./routes.ts";
import { Vouching } from "./vouching.ts";

/** Of this isolate. */
let vouching: Vouching | undefined;
let cursors: Cursors | undefined;
let fingerprints: Fingerprints | undefined;

/** `principal`: who calls; of an open route nobody. */
export function serviceAnswer(c: GatewayContext, route: Route, principal: Principal | undefined): Promise<Result<Response>> {
  return principal ? paged(c, route, principal) : carriedOut(c, route, undefined, c.req.raw);
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
