/** REST of the auth service: `/api/v1/auth` and `/api/v1/api-keys`. */
import { createRoute } from "@hono/zod-openapi";
import { drizzle } from "drizzle-orm/d1";
import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import { systemSources } from "../../contracts/ids.ts";
import { pageQuerySchema, pageSchema } from "../../contracts/page.ts";
import type { Result } from "../../contracts/result.ts";
import {
  apiKeySchema,
  createdApiKeySchema,
  meSchema,
  newApiKeySchema,
  sessionCookie,
  signedInSchema,
  signInSchema,
  signUpSchema,
  type AuthService,
} from "../../contracts/services/auth.ts";
import { commandIdOf, publicApp, serviceApp, type ServiceContext } from "../kit/app.ts";
import { idParam, idempotencyHeader, jsonAnswer, jsonBody, problems } from "../kit/openapi.ts";
import { answer, problem } from "../kit/problem.ts";
import { me, signIn, signOut, signUp, type Admission, type Desk } from "./accounts.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "./api-keys.ts";
import type { AuthEnv } from "./environment.ts";
import { clearedCookie, cookieOf } from "./session.ts";

type RouteEnv = AuthEnv & { SELF: Pick<AuthService, "drainOutbox"> };

const door = publicApp<RouteEnv>();

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-up",
    operationId: "signUp",
    request: { body: jsonBody(signUpSchema) },
    responses: { 201: jsonAnswer(signedInSchema, "Signed up and in; the session is in the cookie"), ...problems },
  }),
  async (c) => {
    const admission = await signUp(deskOf(c), signUpSchema.parse(await c.req.json()));
    if (admission.ok) sendEvents(c);
    return admitted(c, admission, 201);
  },
);

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-in",
    operationId: "signIn",
    request: { body: jsonBody(signInSchema) },
    responses: { 200: jsonAnswer(signedInSchema, "Signed in; the session is in the cookie"), ...problems },
  }),
  async (c) => admitted(c, await signIn(deskOf(c), signInSchema.parse(await c.req.json())), 200),
);

door.openapi(
  createRoute({
    method: "post",
    path: "/sign-out",
    operationId: "signOut",
    responses: { 204: { description: "There is no session any more, whether or not there was one" }, ...problems },
  }),
  async (c) => {
    const token = getCookie(c, sessionCookie);
    if (token !== undefined) await signOut(drizzle(c.env.AUTH_DB), token);
    return c.body(null, 204, { "set-cookie": clearedCookie });
  },
);

const account = serviceApp<RouteEnv>();

account.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "me",
    responses: { 200: jsonAnswer(meSchema, "Who the caller is"), ...problems },
  }),
  async (c) => answer(c, await me(drizzle(c.env.AUTH_DB), c.var.principal)),
);

const keys = serviceApp<RouteEnv>();

keys.openapi(
  createRoute({
    method: "get",
    path: "/",
    operationId: "listApiKeys",
    request: { query: pageQuerySchema },
    responses: { 200: jsonAnswer(pageSchema(apiKeySchema), "Keys of the organisation, newest first"), ...problems },
  }),
  async (c) => answer(c, await listApiKeys(drizzle(c.env.AUTH_DB), c.var.principal, c.req.valid("query"))),
);

keys.openapi(
  createRoute({
    method: "post",
    path: "/",
    operationId: "createApiKey",
    request: { headers: idempotencyHeader, body: jsonBody(newApiKeySchema) },
    responses: { 201: jsonAnswer(createdApiKeySchema, "The key; its text is shown here and never again"), ...problems },
  }),
  async (c) => {
    const input = newApiKeySchema.parse(await c.req.json());
    const commandId = commandIdOf(c.req.header("idempotency-key"));
    const created = await createApiKey(drizzle(c.env.AUTH_DB), systemSources, c.var.principal, input, commandId);
    if (created.ok) sendEvents(c);
    return answer(c, created, 201, { "cache-control": "no-store" });
  },
);

keys.openapi(
  createRoute({
    method: "delete",
    path: "/{id}",
    operationId: "revokeApiKey",
    request: { params: idParam },
    responses: { 200: jsonAnswer(apiKeySchema, "The key, revoked"), ...problems },
  }),
  async (c) => {
    const revoked = await revokeApiKey(drizzle(c.env.AUTH_DB), systemSources, c.var.principal, c.req.valid("param").id);
    if (revoked.ok) sendEvents(c);
    return answer(c, revoked);
  },
);

export const routes = publicApp<RouteEnv>();
routes.route("/api/v1/auth/me", account);
routes.route("/api/v1/auth", door);
routes.route("/api/v1/api-keys", keys);

type RouteContext = Context<ServiceContext<RouteEnv>>;

function deskOf(c: RouteContext): Desk {
  return { db: drizzle(c.env.AUTH_DB), sources: systemSources, userAgent: c.req.header("user-agent") ?? "" };
}

function admitted(c: RouteContext, admission: Result<Admission>, status: 200 | 201): Response {
  if (!admission.ok) return problem(c, admission.error);
  return c.json(admission.value.signedIn, status, { "set-cookie": cookieOf(admission.value.token), "cache-control": "no-store" });
}

/** Hands fresh events on without letting the caller wait; what fails here is sent again by the bus's regular round. */
function sendEvents(c: RouteContext): void {
  c.executionCtx.waitUntil(c.env.SELF.drainOutbox());
}
