/** `/api/v1/auth/providers` and `/api/v1/auth/oauth/{provider}`: a browser on its way to another identity provider and back. */
import { createRoute, z } from "@hono/zod-openapi";
import { getCookie } from "hono/cookie";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { providerNames, providersSchema } from "../../../contracts/services/providers.ts";
import { publicApp } from "../../kit/app.ts";
import { jsonAnswer, problems } from "../../kit/openapi.ts";
import { problem } from "../../kit/problem.ts";
import { siteOf } from "../domain/mail-settings.ts";
import { providerOf, type Provider } from "../domain/providers.ts";
import { finishOauth, startOauth } from "../oauth.ts";
import { cookieOf } from "../session.ts";
import { deskOf, sendEvents, type RouteContext, type RouteEnv } from "./context.ts";

/** Holds the state from setting out to coming back; `Lax`, because coming back is a navigation from another site. */
const stateCookie = "__Host-paissive-oauth";
const setState = (state: string, seconds: number) => `${stateCookie}=${state}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;

const providerParam = z.object({ provider: z.string().max(50) });
const found = { 302: { description: "On to the next page" }, ...problems };

export const oauth = publicApp<RouteEnv>();

oauth.openapi(
  createRoute({
    method: "get",
    path: "/providers",
    operationId: "listProviders",
    responses: {
      200: jsonAnswer(providersSchema, "Other services with which people can sign in here"),
      ...problems,
    },
  }),
  (c) => c.json({ items: providerNames.filter((name) => providerOf(name, c.env)) }, 200),
);

oauth.openapi(
  createRoute({
    method: "get",
    path: "/oauth/{provider}",
    operationId: "startOauth",
    request: { params: providerParam },
    responses: found,
  }),
  async (c) => {
    const provider = setUp(c, c.req.valid("param").provider);
    const started = provider.ok ? await startOauth(deskOf(c), provider.value, siteOf(c.env, c.req.url)) : provider;
    if (!started.ok) return problem(c, started.error);
    const { location, state } = started.value;
    return c.body(null, 302, { location, "set-cookie": setState(state, 600), "cache-control": "no-store" });
  },
);

oauth.openapi(
  createRoute({
    method: "get",
    path: "/oauth/{provider}/callback",
    operationId: "finishOauth",
    request: { params: providerParam, query: z.object({ code: z.string().max(2_000).optional(), state: z.string().max(200).optional() }) },
    responses: found,
  }),
  async (c) => {
    const { code, state } = c.req.valid("query");
    const provider = setUp(c, c.req.valid("param").provider);
    if (!provider.ok) return problem(c, provider.error);
    const entered = await finishOauth(deskOf(c), provider.value, siteOf(c.env, c.req.url), {
      code,
      state,
      bound: getCookie(c, stateCookie),
    });
    sendEvents(c);
    // What the page needs to know stands after `#`, which is sent to nobody. Why it failed stands there as a code: a text could be anybody's.
    if (!entered.ok) return back(`/sign-in#failed=${entered.error.code}`);
    const { value } = entered;
    return "secondStep" in value
      ? back(`/sign-in#challenge=${value.secondStep.challenge}&methods=${value.secondStep.methods.join(",")}`)
      : back("/", cookieOf(value.admission.token));
  },
);

function back(location: string, session?: string): Response {
  const headers = new Headers({ location, "cache-control": "no-store" });
  headers.append("set-cookie", setState("", 0));
  if (session !== undefined) headers.append("set-cookie", session);
  return new Response(null, { status: 302, headers });
}

function setUp(c: RouteContext, name: string): Result<Provider> {
  const provider = providerOf(name, c.env);
  return provider ? ok(provider) : err("not_found", "Nobody signs in here with this service.");
}
