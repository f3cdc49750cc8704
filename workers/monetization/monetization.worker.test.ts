import { applyD1Migrations, createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { EventEnvelope } from "../../contracts/events/index.ts";
import { catalogue, eventEnvelopeSchema } from "../../contracts/events/index.ts";
import { principalHeader, scopesOfRole, type Principal } from "../../contracts/principal.ts";
import type { Result } from "../../contracts/result.ts";
import { revenueProjectionSchema, type ProjectRevenueRequest, type RecommendPriceRequest } from "../../contracts/services/monetization.ts";
import * as examples from "./examples.ts";
import { Monetization, type MonetizationEnv } from "./index.ts";
import migration from "./migrations/0000_init.sql?raw";

const bindings = env as unknown as MonetizationEnv;
const database = bindings.MONETIZATION_DB;

let tenants = 0;

/** A fresh tenant, so that tests do not see each other's rows. */
function tenant(role: Principal["role"] = "owner"): Principal {
  const id = String(++tenants).padStart(26, "0");
  return { kind: "user", id: `usr_${id}`, organisation: `org_${id}`, role, scopes: [...scopesOfRole[role]] };
}

/** Runs `call` against the service and waits for what it left running (draining the outbox). */
async function serve<Value>(call: (service: Monetization) => Promise<Value>): Promise<Value> {
  const context = createExecutionContext();
  const value = await call(new Monetization(context, bindings));
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
    replayed: response.headers.get("idempotency-replayed"),
    body: await response.json<Record<string, unknown>>(),
  };
}

const priceRequest = (commandId: string): RecommendPriceRequest => ({ ...examples.price, commandId });
const projectionRequest = (commandId: string): ProjectRevenueRequest => ({ ...examples.projection, commandId });

async function rows(table: string, organisation: string): Promise<number> {
  const found = await database
    .prepare(`SELECT count(*) AS n FROM ${table} WHERE ${table === "outbox" ? "subject LIKE '%/' || ? || '/%'" : "organisation = ?"}`)
    .bind(organisation)
    .first<{ n: number }>();
  return found?.n ?? -1;
}

/** A yardstick for this machine at this moment: the sorting that one fan needs. */
function sortAsMany(paths: number, months: number): void {
  for (let month = 0; month < months; month++) Float64Array.from({ length: paths }, (_, path) => Math.sin(path * (month + 1))).sort();
}

beforeAll(async () => {
  await applyD1Migrations(database, [{ name: "0000_init.sql", queries: migration.split("--> statement-breakpoint") }]);
});

describe("a price", () => {
  test("is stored with its command and its event in one go, and read back as it was answered", async () => {
    const me = tenant();
    const price = valueOf(await serve((service) => service.recommendPrice(me, priceRequest("p1"))));
    expect(price.tiers.map(({ price: { minor } }) => minor)).toEqual([1399, 2799, 5599]);
    expect(JSON.parse(JSON.stringify(valueOf(await serve((service) => service.price(me, price.id)))))).toEqual(
      JSON.parse(JSON.stringify(price)),
    );
    expect([await rows("prices", me.organisation), await rows("commands", me.organisation), await rows("outbox", me.organisation)]).toEqual(
      [1, 1, 1],
    );
  });

  test("sent twice is computed and stored once; the same key with another input is refused", async () => {
    const me = tenant();
    const first = valueOf(await serve((service) => service.recommendPrice(me, priceRequest("same"))));
    const second = valueOf(await serve((service) => service.recommendPrice(me, priceRequest("same"))));
    expect([second.id, second.createdAt]).toEqual([first.id, first.createdAt]);
    expect(codeOf(await serve((service) => service.recommendPrice(me, { ...priceRequest("same"), marketSize: 5 })))).toBe("key_reused");
    expect([await rows("prices", me.organisation), await rows("outbox", me.organisation)]).toEqual([1, 1]);
  });

  test("sent twice at the same time is stored once", async () => {
    const me = tenant();
    const both = await Promise.all([1, 2].map(() => serve((service) => service.recommendPrice(me, priceRequest("race")))));
    expect(new Set(both.map((result) => valueOf(result).id)).size).toBe(1);
    expect(await rows("prices", me.organisation)).toBe(1);
  });

  test("tells the bus, with an event of the catalogue, until it is acknowledged", async () => {
    const me = tenant();
    const price = valueOf(await serve((service) => service.recommendPrice(me, priceRequest("told"))));
    const subject = `price/${me.organisation}/${price.id}`;
    const [event] = await serve((service) => service.emitted(subject, 1));
    expect(eventEnvelopeSchema.parse(event)).toMatchObject({
      id: `${subject}:1`,
      type: "price.recommended",
      dataversion: 1,
      causationid: "told",
      source: "/monetization",
    });
    expect(catalogue["price.recommended"][1].parse((event as EventEnvelope).data)).toMatchObject({ priceId: price.id, price: price.price });
    await serve((service) => service.acknowledge([{ subject, sequence: 1 }]));
    expect(await serve((service) => service.emitted(subject, 1))).toEqual([]);
  });

  test("of another organisation does not exist here", async () => {
    const mine = valueOf(await serve((service) => service.recommendPrice(tenant(), priceRequest("p"))));
    const stranger = tenant();
    expect(codeOf(await serve((service) => service.price(stranger, mine.id)))).toBe("not_found");
    expect(valueOf(await serve((service) => service.prices(stranger))).items).toEqual([]);
  });

  test("needs the right to write; reading needs the right to read", async () => {
    const viewer = tenant("viewer");
    expect(codeOf(await serve((service) => service.recommendPrice(viewer, priceRequest("p"))))).toBe("forbidden");
    expect(codeOf(await serve((service) => service.prices(viewer)))).toBe("ok");
    expect(codeOf(await serve((service) => service.prices({ ...viewer, scopes: [] })))).toBe("forbidden");
    expect(codeOf(await serve((service) => service.price({} as Principal, "prc_1")))).toBe("unauthenticated");
  });
});

describe("a projection", () => {
  test("with the same seed has the same bytes, computed anew", async () => {
    const me = tenant();
    const [first, second] = [
      valueOf(await serve((service) => service.projectRevenue(me, projectionRequest("a")))),
      valueOf(await serve((service) => service.projectRevenue(me, projectionRequest("b")))),
    ];
    expect(second.id).not.toBe(first.id);
    expect(JSON.stringify(second.fan)).toBe(JSON.stringify(first.fan));
    expect(first.fan).toHaveLength(36);
    expect(first.target?.probability).toHaveLength(36);
  });

  test("of 10,000 paths over 36 months, stored, costs at most twelve times the sorting of as many numbers", async () => {
    // About four times were seen; the sorting takes some 0.04 s on an idle core. A ratio holds on a busy machine too.
    const ratios: number[] = [];
    for (const commandId of ["t1", "t2", "t3"]) {
      const started = performance.now();
      sortAsMany(10_000, 36);
      const sorted = performance.now();
      valueOf(await serve((service) => service.projectRevenue(tenant(), { ...projectionRequest(commandId), paths: 10_000, months: 36 })));
      ratios.push((performance.now() - sorted) / (sorted - started));
    }
    expect(Math.min(...ratios)).toBeLessThan(12);
  });

  test("is read back whole, and listed without its fan", async () => {
    const me = tenant();
    const projection = valueOf(await serve((service) => service.projectRevenue(me, projectionRequest("r"))));
    expect(revenueProjectionSchema.parse(valueOf(await serve((service) => service.projection(me, projection.id)))).fan).toEqual(
      projection.fan,
    );
    const [listed] = valueOf(await serve((service) => service.projections(me))).items;
    expect(listed).toMatchObject({ id: projection.id, mrrAtEnd: projection.mrrAtEnd });
    expect(listed).not.toHaveProperty("fan");
  });

  test("that cannot be computed is refused and leaves nothing behind", async () => {
    const me = tenant();
    const refused = await serve((service) =>
      service.projectRevenue(me, { ...projectionRequest("x"), inputs: { conversion: 0.8, churn: 0.5 } }),
    );
    expect(codeOf(refused)).toBe("invalid_input");
    expect([await rows("projections", me.organisation), await rows("commands", me.organisation)]).toEqual([0, 0]);
  });
});

describe("lists", () => {
  test("page through everything once, newest first, within one niche when asked", async () => {
    const me = tenant();
    const nicheId = "nch_0000000000000000000000000a";
    for (let index = 0; index < 5; index++) {
      valueOf(
        await serve((service) => service.recommendPrice(me, { ...priceRequest(`l${index}`), ...(index % 2 === 0 ? { nicheId } : {}) })),
      );
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = valueOf(await serve((service) => service.prices(me, { limit: 2, ...(cursor === undefined ? {} : { cursor }) })));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual(seen.toSorted().toReversed());
    expect(valueOf(await serve((service) => service.prices(me, { nicheId }))).items).toHaveLength(3);
    expect(codeOf(await serve((service) => service.prices(me, { cursor: "not ours" })))).toBe("invalid_input");
  });
});

describe("over HTTP", () => {
  test("a price is created once per idempotency key, with its place in the answer", async () => {
    const me = tenant();
    const created = await send(me, "POST", "/api/v1/prices", examples.price, { "idempotency-key": "k1" });
    const again = await send(me, "POST", "/api/v1/prices", examples.price, { "idempotency-key": "k1" });
    expect([created.replayed, again.replayed]).toEqual([null, "true"]);
    expect([created.status, created.location, again.body["id"]]).toEqual([
      201,
      `/api/v1/prices/${String(created.body["id"])}`,
      created.body["id"],
    ]);
    expect((await send(me, "GET", created.location ?? "")).body["id"]).toBe(created.body["id"]);
    expect((await send(me, "POST", "/api/v1/prices", { ...examples.price, marketSize: 9 }, { "idempotency-key": "k1" })).status).toBe(422);
  });

  test("what the caller gave is listed as stated, what the method assumed as default", async () => {
    const { body } = await send(tenant(), "POST", "/api/v1/prices", examples.price);
    const assumptions = body["assumptions"] as { name: string; origin: string }[];
    expect(Object.fromEntries(assumptions.map(({ name, origin }) => [name, origin]))).toEqual({
      costPerUser: "stated",
      competitorPrice: "stated",
      valuePerception: "stated",
      priceSensitivity: "stated",
      profitMargin: "default",
      marketSize: "stated",
      elasticity: "stated",
      shareAtPrice: "default",
    });
  });

  test("every example of the API's description works as it stands", async () => {
    const me = tenant();
    const answers: Record<string, unknown>[] = [];
    for (const [path, example] of [
      ["/api/v1/prices", examples.price],
      ["/api/v1/projections", examples.projection],
      ["/api/v1/pricing/sensitivity", examples.sensitivity],
      ["/api/v1/pricing/lifetime-value", examples.lifetimeValue],
      ["/api/v1/pricing/usage-bills", examples.usageBill],
      ["/api/v1/subscriptions/prorations", examples.proration],
      ["/api/v1/subscriptions/invoice-totals", examples.invoice],
      ["/api/v1/subscriptions/recurring-revenue", examples.recurringRevenue],
      ["/api/v1/subscriptions/churn", examples.churn],
      ["/api/v1/subscriptions/profit", examples.profit],
    ] as const) {
      const { status, body } = await send(me, "POST", path, example);
      expect([path, status]).toEqual([path, path.endsWith("prices") || path.endsWith("projections") ? 201 : 200]);
      answers.push(body);
    }
    // 1,000 base + 1,500 × 0.1 calls + 7,038 for 150,000 tokens less 10 %: 81.88 dollars.
    expect(answers[4]?.["total"]).toEqual({ minor: 8188, currency: "USD" });
    expect(answers[5]).toMatchObject({ action: "refund", amount: { minor: 533, currency: "USD" } });
    expect(answers[6]).toMatchObject({ total: { minor: 6250, currency: "USD" }, balance: { minor: 4250, currency: "USD" } });
    expect(answers[7]).toMatchObject({ mrr: { minor: 6000, currency: "USD" } });
    expect(answers[8]).toMatchObject({ atStart: 2, lost: 1, rate: 0.5 });
    expect(answers[9]).toMatchObject({ profit: { minor: 65_000, currency: "USD" }, arpu: { minor: 1250, currency: "USD" } });
  });

  test("bad input is a problem that names the field, never a 500", async () => {
    const me = tenant();
    const wrong = await send(me, "POST", "/api/v1/prices", { ...examples.price, elasticity: "steep" });
    expect([wrong.status, wrong.type, wrong.body["code"]]).toEqual([400, "application/problem+json", "invalid_input"]);
    expect(JSON.stringify(wrong.body["errors"])).toContain("elasticity");
    for (const [path, body] of [
      ["/api/v1/prices", "{"],
      ["/api/v1/prices", "null"],
      ["/api/v1/projections", { ...examples.projection, prices: [] }],
      ["/api/v1/subscriptions/prorations", { ...examples.proration, changeOn: "2023-06-31" }],
      ["/api/v1/pricing/usage-bills", { ...examples.usageBill, usage: { tokens: "1e9" } }],
      [
        "/api/v1/pricing/usage-bills",
        {
          ...examples.usageBill,
          usage: { tokens: "999999999999999" },
          meters: [{ metric: "tokens", rule: { kind: "per-unit", rate: "999999999999999" } }],
        },
      ],
      ["/api/v1/subscriptions/churn", { ...examples.churn, to: examples.churn.from }],
    ] as const) {
      expect([path, (await send(me, "POST", path, body)).status]).toEqual([path, 400]);
    }
    expect((await send(me, "GET", "/api/v1/prices/prc_nothing")).status).toBe(404);
    expect((await send(me, "GET", "/api/v1/prices?limit=0")).status).toBe(400);
    expect((await send(undefined, "GET", "/api/v1/prices")).status).toBe(401);
  });
});

describe("as a service", () => {
  test("says what it is and which migrations its database has", async () => {
    expect(await serve((service) => service.describe())).toMatchObject({ service: "monetization", dependencies: [] });
    expect(await serve((service) => service.describe())).not.toHaveProperty("build");
    const built = new Monetization(createExecutionContext(), { ...bindings, BUILD_ID: "3f1c2ab" } as typeof bindings);
    expect(await built.describe()).toMatchObject({ service: "monetization", build: "3f1c2ab" });
    expect(valueOf(await serve((service) => service.schema(tenant()))).map(({ name }) => name)).toEqual(["0000_init.sql"]);
  });

  test("hands every event to the queue once its command is answered", async () => {
    const me = tenant();
    valueOf(await serve((service) => service.recommendPrice(me, priceRequest("q"))));
    const waiting = await database.prepare("SELECT count(*) AS n FROM outbox WHERE sent_at IS NULL").first<{ n: number }>();
    expect(waiting?.n).toBe(0);
  });
});
