// An ambient declaration cannot be imported.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../kit/testing/migration.d.ts" />
import { applyD1Migrations, createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { eventEnvelopeSchema } from "../../contracts/events/index.ts";
import { marketingPlanCreatedSchema } from "../../contracts/events/marketing.ts";
import { principalHeader, scopesOfRole, type Principal } from "../../contracts/principal.ts";
import type { Result } from "../../contracts/result.ts";
import { experimentReportSchema, planSchema, textReportSchema, type PlanRequest } from "../../contracts/services/marketing.ts";
import * as examples from "./examples.ts";
import { Marketing, type MarketingEnv } from "./index.ts";
import migration from "./migrations/0001_plans.sql?raw";

function bindingsOf(found: unknown): MarketingEnv {
  return found as MarketingEnv;
}
const bindings = bindingsOf(env);
const database = bindings.MARKETING_DB;

let tenants = 0;

/** A fresh tenant, so that tests do not see each other's rows. */
function tenant(role: Principal["role"] = "owner"): Principal {
  const id = String(++tenants).padStart(26, "0");
  return { kind: "user", id: `usr_${id}`, organisation: `org_${id}`, role, scopes: [...scopesOfRole[role]] };
}

/** Runs `call` against the service and waits for what it left running. */
async function serve<Value>(call: (service: Marketing) => Promise<Value>): Promise<Value> {
  const context = createExecutionContext();
  const value = await call(new Marketing(context, bindings));
  await waitOnExecutionContext(context);
  return value;
}

function valueOf<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.detail}`);
  return result.value;
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? "ok" : result.error.code;
}

async function send(principal: Principal | undefined, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const init: RequestInit = { method, headers: { "content-type": "application/json", ...headers } };
  if (body !== undefined) init.body = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request(`https://paissive.test${path}`, init);
  if (principal) request.headers.set(principalHeader, JSON.stringify(principal));
  const response = await serve((service) => service.fetch(request));
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    location: response.headers.get("location"),
    body: await response.json<Record<string, unknown>>(),
  };
}

const planRequest = (commandId: string): PlanRequest => ({ ...examples.plan, commandId });

async function rows(organisation: string): Promise<{ plans: number; commands: number; outbox: number }> {
  const found = await database
    .prepare(
      `SELECT (SELECT count(*) FROM plans WHERE organisation = ?1) AS plans, (SELECT count(*) FROM commands WHERE organisation = ?1) AS commands,
       (SELECT count(*) FROM outbox WHERE subject LIKE '%/' || ?1 || '/%') AS outbox`,
    )
    .bind(organisation)
    .first<{ plans: number; commands: number; outbox: number }>();
  return found ?? { plans: -1, commands: -1, outbox: -1 };
}

beforeAll(async () => {
  await applyD1Migrations(database, [{ name: "0001_plans.sql", queries: migration.split("--> statement-breakpoint") }]);
});

describe("a plan", () => {
  test("is stored with its command and its event in one go, and read back as it was answered", async () => {
    const me = tenant();
    const plan = valueOf(await serve((service) => service.createPlan(me, planRequest("p1"))));
    expect(valueOf(await serve((service) => service.plan(me, plan.id)))).toEqual(plan);
    expect(await rows(me.organisation)).toEqual({ plans: 1, commands: 1, outbox: 1 });
    expect(plan.content.every(({ publishable }) => publishable)).toBe(true);
    expect(plan.createdBy).toBe(me.id);
  });

  test("sent twice, even at the same time, is written once; the same key with another input is refused", async () => {
    const me = tenant();
    const both = await Promise.all([1, 2].map(() => serve((service) => service.createPlan(me, planRequest("same")))));
    expect(new Set(both.map((result) => valueOf(result).id)).size).toBe(1);
    const again = valueOf(await serve((service) => service.createPlan(me, planRequest("same"))));
    expect(again).toEqual(valueOf(both[0] ?? (await serve((service) => service.plan(me, again.id)))));
    const other = { ...planRequest("same"), budget: { minor: 1, currency: "EUR" as const } };
    expect(codeOf(await serve((service) => service.createPlan(me, other)))).toBe("key_reused");
    expect(await rows(me.organisation)).toEqual({ plans: 1, commands: 1, outbox: 1 });
  });

  test("tells the bus, with an event of the catalogue, until it is acknowledged", async () => {
    const me = tenant();
    const plan = valueOf(await serve((service) => service.createPlan(me, planRequest("told"))));
    const subject = `marketing-plan/${me.organisation}/${plan.id}`;
    const [event] = await serve((service) => service.emitted(subject, 1));
    const envelope = eventEnvelopeSchema.parse(event);
    expect(envelope).toMatchObject({
      id: `${subject}:1`,
      type: "marketing-plan.created",
      dataversion: 1,
      causationid: "told",
      source: "/marketing",
    });
    expect(marketingPlanCreatedSchema.parse(envelope.data)).toMatchObject({
      planId: plan.id,
      budget: examples.plan.budget,
      publishable: true,
    });
    await serve((service) => service.acknowledge([{ subject, sequence: 1 }]));
    expect(await serve((service) => service.emitted(subject, 1))).toEqual([]);
  });

  test("of another organisation does not exist here", async () => {
    const mine = valueOf(await serve((service) => service.createPlan(tenant(), planRequest("p"))));
    const stranger = tenant();
    expect(codeOf(await serve((service) => service.plan(stranger, mine.id)))).toBe("not_found");
    expect(valueOf(await serve((service) => service.plans(stranger, { limit: 50 }))).items).toEqual([]);
  });

  test("needs the right to write; reading and measuring need the right to read", async () => {
    const viewer = tenant("viewer");
    expect(codeOf(await serve((service) => service.createPlan(viewer, planRequest("p"))))).toBe("forbidden");
    expect(codeOf(await serve((service) => service.plans(viewer, { limit: 50 })))).toBe("ok");
    const nobody = { ...viewer, scopes: [] };
    expect(codeOf(await serve((service) => service.plans(nobody, { limit: 50 })))).toBe("forbidden");
    expect(codeOf(await serve((service) => service.plan(nobody, "mkt_1")))).toBe("forbidden");
    expect(codeOf(await serve((service) => service.analyseReadability(nobody, examples.text)))).toBe("forbidden");
    expect(codeOf(await serve((service) => service.analyseExperiment(nobody, examples.experiment)))).toBe("forbidden");
  });

  test("that nothing supports leaves nothing behind", async () => {
    const me = tenant();
    const empty = { ...planRequest("x"), niche: { ...examples.plan.niche, themes: [] } };
    expect(codeOf(await serve((service) => service.createPlan(me, empty)))).toBe("invalid_input");
    expect(await rows(me.organisation)).toEqual({ plans: 0, commands: 0, outbox: 0 });
  });

  test("is a row well under D1's two megabytes, even from the most evidence that a request can hold", async () => {
    const me = tenant();
    const quotes = Array.from({ length: 50 }, (_, i) => ({
      evidenceId: `evd_${String(i).padStart(190, "0")}`,
      text: `I lost it ${i} times. ${"word ".repeat(1900)}`,
    }));
    const themes = Array.from({ length: 20 }, (_, i) => ({ id: `t${i}`, label: `theme ${i}`, quotes }));
    valueOf(await serve((service) => service.createPlan(me, { ...planRequest("big"), niche: { ...examples.plan.niche, themes } })));
    const size = await database
      .prepare("SELECT length(plan) AS size FROM plans WHERE organisation = ?")
      .bind(me.organisation)
      .first<{ size: number }>();
    expect(size?.size).toBeLessThan(200_000);
  });
});

describe("lists", () => {
  test("page through everything once, newest first", async () => {
    const me = tenant();
    const made: string[] = [];
    for (let i = 0; i < 5; i++) made.push(valueOf(await serve((service) => service.createPlan(me, planRequest(`l${i}`)))).id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = valueOf(await serve((service) => service.plans(me, cursor === undefined ? { limit: 2 } : { limit: 2, cursor })));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen.toSorted()).toEqual(made.toSorted());
    expect(seen).toEqual(seen.toSorted().toReversed());
    expect(codeOf(await serve((service) => service.plans(me, { limit: 2, cursor: "not ours" })))).toBe("invalid_input");
  });
});

describe("over HTTP", () => {
  test("a plan is created once per idempotency key, with its place in the answer", async () => {
    const me = tenant();
    const created = await send(me, "POST", "/api/v1/marketing-plans", examples.plan, { "idempotency-key": "k1" });
    const again = await send(me, "POST", "/api/v1/marketing-plans", examples.plan, { "idempotency-key": "k1" });
    expect([created.status, created.location, again.body["id"]]).toEqual([
      201,
      `/api/v1/marketing-plans/${String(created.body["id"])}`,
      created.body["id"],
    ]);
    expect(planSchema.parse((await send(me, "GET", created.location ?? "")).body).id).toBe(created.body["id"]);
    const changed = { ...examples.plan, goals: ["sales"] };
    expect((await send(me, "POST", "/api/v1/marketing-plans", changed, { "idempotency-key": "k1" })).status).toBe(422);
  });

  test("the examples of readability and experiments answer what their sources print", async () => {
    const me = tenant();
    const text = textReportSchema.parse((await send(me, "POST", "/api/v1/readability", { text: "Cool dogs wear da sunglasses." })).body);
    // textstat's own figure for this text.
    expect(text.scores.fleschReadingEase).toBeCloseTo(83.32, 2);
    expect((await send(me, "POST", "/api/v1/readability", examples.text)).status).toBe(200);
    const experiment = experimentReportSchema.parse((await send(me, "POST", "/api/v1/experiments/evaluations", examples.experiment)).body);
    expect(experiment.winner).toBe("B");
    expect(experiment.comparisons[0]?.clickP).toBeCloseTo(0.023835, 6);
  });

  test("bad input is a problem that names the field, never a 500", async () => {
    const me = tenant();
    const wrong = await send(me, "POST", "/api/v1/marketing-plans", { ...examples.plan, goals: ["fame"] });
    expect([wrong.status, wrong.type, wrong.body["code"]]).toEqual([400, "application/problem+json", "invalid_input"]);
    expect(JSON.stringify(wrong.body["errors"])).toContain("goals.0");
    for (const [path, body, status] of [
      ["/api/v1/marketing-plans", "{", 400],
      ["/api/v1/marketing-plans", "null", 400],
      ["/api/v1/readability", { text: "   " }, 400],
      ["/api/v1/readability", { text: "— …" }, 400],
      ["/api/v1/experiments/evaluations", { variants: [] }, 400],
      [
        "/api/v1/experiments/evaluations",
        {
          variants: [
            { name: "A", impressions: 1, clicks: 2, conversions: 0 },
            { name: "B", impressions: 1, clicks: 0, conversions: 0 },
          ],
        },
        400,
      ],
    ] as const) {
      expect([path, (await send(me, "POST", path, body)).status]).toEqual([path, status]);
    }
    expect((await send(me, "GET", "/api/v1/marketing-plans/mkt_nothing")).status).toBe(404);
    expect((await send(undefined, "GET", "/api/v1/marketing-plans")).status).toBe(401);
    expect((await send(tenant("viewer"), "POST", "/api/v1/marketing-plans", examples.plan)).status).toBe(403);
  });
});
