/** What `bench/gateway.ts` measures: the real gateway, auth and monetization services, and a bare Hono app that reads the same row. */
import { WorkerEntrypoint } from "cloudflare:workers";
import { Hono } from "hono";
import { Limiter, type Ask } from "../../limits/limiter.ts";
import { policiesOfPrincipal } from "../../limits/policies.ts";
import { defaults } from "../../limits/settings.ts";
import type { GatewayEnv } from "../../environment.ts";
import gateway from "../../index.ts";

export { Auth } from "../../../auth/index.ts";
export { Idempotency, RateLimit } from "../../index.ts";
export { Monetization } from "../../../monetization/index.ts";

/** In the place of the services that the benchmark does not ask. */
export class Quiet extends WorkerEntrypoint {
  override async fetch(): Promise<Response> {
    return new Response(null, { status: 204 });
  }
}

const bare = new Hono<{ Bindings: GatewayEnv & { MONETIZATION_DB: D1Database } }>();

bare.get("/bare/prices/:organisation/:id", async (c) => {
  const { organisation, id } = c.req.param();
  const row = await c.env.MONETIZATION_DB.prepare("SELECT recommendation FROM prices WHERE organisation = ? AND id = ?")
    .bind(organisation, id)
    .first<{ recommendation: string }>();
  return row ? c.json(JSON.parse(row.recommendation)) : c.notFound();
});

const limiter = new Limiter(Date.now);
const policies = policiesOfPrincipal(defaults, { kind: "api-key", id: "key_1", organisation: "org_0123456789", role: "owner", scopes: [] });

/** `count` requests' worth of limits, one after the other: with a question to the actor for each, or by leases. */
bare.get("/bare/limits/:way", async (c) => {
  const ask: Ask = (actor, wishes) => c.env.RATE_LIMIT.getByName(actor).lease(wishes);
  const count = Number(c.req.query("count"));
  for (let turn = 0; turn < count; turn++) {
    if (c.req.param("way") === "leased") await limiter.admit(policies, ask);
    else
      await ask(
        "org_0123456789",
        policies.map(({ bucket, quota }) => ({ bucket, quota, tokens: 1, unused: 0 })),
      );
  }
  return c.body(null, 204);
});

export default {
  fetch(request: Request, env: GatewayEnv & { MONETIZATION_DB: D1Database }, context: ExecutionContext) {
    return new URL(request.url).pathname.startsWith("/bare/") ? bare.fetch(request, env, context) : gateway.fetch(request, env, context);
  },
};
