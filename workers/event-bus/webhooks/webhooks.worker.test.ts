import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CreatedWebhook, WebhookDelivery, WebhookDeliveryDetail, WebhookDetail } from "../../../contracts/services/webhooks.ts";
import { takeIn } from "../intake.ts";
import { append } from "../store.ts";
import { bus, derived, organisation, principalOf, requestAs, run, startAfresh, stranger } from "../testing/fixture.ts";
import { Receiver, start } from "../testing/receiver.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const [viewer, admin] = [principalOf("viewer"), principalOf("admin")];
const url = "https://hooks.example.com/in";

beforeEach(startAfresh);

async function call<Body>(method: string, path: string, body?: unknown, principal = admin, key?: string) {
  const request = requestAs(principal, `/api/v1/webhooks${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (key !== undefined) request.headers.set("idempotency-key", key);
  if (method === "PATCH") request.headers.set("if-match", "*");
  const response = await bus.EVENT_BUS.fetch(request);
  const text = await response.text();
  return { status: response.status, body: (text === "" ? {} : JSON.parse(text)) as Body };
}

const create = async (more: object = {}) => (await call<CreatedWebhook>("POST", "", { url, ...more })).body;

/** An endpoint that is connected, and the events that come after it. */
async function connected(more: object = {}) {
  const endpoint = await create(more);
  const receiver = new Receiver(endpoint.id);
  await receiver.connect();
  return { endpoint, receiver };
}

const name = (id: string) => ({ organisation, id });
async function deliver(id: string, receiver: Receiver, events: Parameters<typeof append>[1]) {
  await append(bus.EVENT_BUS_DB, events);
  await bus.WEBHOOK_ENDPOINT.getByName(`${organisation}/${id}`).wake(name(id));
  await receiver.settled();
}

describe("an endpoint", () => {
  it("is made with a secret that is shown once, and seen by its own organisation alone", async () => {
    const made = await call<CreatedWebhook>("POST", "", { url, description: "mine", types: ["niche.derived"] });
    expect(made).toMatchObject({ status: 201, body: { url, description: "mine", types: ["niche.derived"], enabled: true } });
    expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const seen = await call<WebhookDetail>("GET", `/${made.body.id}`, undefined, viewer);
    expect(seen).toMatchObject({ status: 200, body: { id: made.body.id, health: { cursor: 0, lag: 0, pending: 0 } } });
    expect(JSON.stringify(seen.body)).not.toContain("whsec_");
    expect(JSON.stringify((await call("GET", "")).body)).not.toContain("whsec_");
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["POST", "/tests"],
      ["POST", "/secret-rotations"],
      ["GET", "/deliveries"],
      ["GET", "/deliveries/1"],
      ["POST", "/deliveries/1/redeliveries"],
    ] as const) {
      const body = ["GET", "DELETE"].includes(method) ? undefined : {};
      expect((await call(method, `/${made.body.id}${path}`, body, principalOf("owner", stranger))).status).toBe(404);
      if (method !== "GET") expect((await call(method, `/${made.body.id}${path}`, body, viewer)).status).toBe(403);
    }
    expect((await call("GET", "", undefined, principalOf("owner", stranger))).body).toEqual({ items: [] });
    expect((await call("POST", "", { url }, viewer)).status).toBe(403);
  });

  it("is made, moved elsewhere and given a new secret only by who has just proved who they are, or by a program", async () => {
    const { id } = await create();
    const tries = async (principal: typeof admin) => [
      await call<{ code?: string }>("POST", "", { url }, principal),
      await call<{ code?: string }>("PATCH", `/${id}`, { url: `${url}2` }, principal),
      await call<{ code?: string }>("POST", `/${id}/secret-rotations`, {}, principal),
    ];
    const stale = { ...admin, authenticatedAt: Date.now() - 600_000 };
    for (const one of await tries(stale)) expect(one).toMatchObject({ status: 403, body: { code: "confirmation_required" } });
    expect((await call("PATCH", `/${id}`, { description: "other" }, stale)).status).toBe(200);
    expect((await call<{ items: { url: string }[] }>("GET", "")).body.items).toMatchObject([{ url }]);
    for (const principal of [{ ...stale, kind: "api-key" as const }, admin])
      expect((await tries(principal)).map(({ status }) => status)).toEqual([201, 200, 200]);
  });

  it.each(["http://hooks.example.com/in", "https://127.0.0.1/in", "http://127.0.0.1/in", "https://localhost/in", "not an address"])(
    "does not go to %s, neither at first nor later",
    async (bad) => {
      expect(await call("POST", "", { url: bad })).toMatchObject({ status: 400, body: { errors: [{ path: "url" }] } });
      expect((await call("PATCH", `/${(await create()).id}`, { url: bad })).status).toBe(400);
    },
  );

  it("wants only types of the catalogue", async () => {
    expect((await call("POST", "", { url, types: ["weather.changed"] })).status).toBe(400);
  });

  it("is made once for one idempotency key, which answers the same secret", async () => {
    const [first, second] = [await call("POST", "", { url }, admin, "k1"), await call("POST", "", { url }, admin, "k1")];
    expect(second).toEqual(first);
    expect((await call<{ items: unknown[] }>("GET", "")).body.items).toHaveLength(1);
    expect((await call("POST", "", { url: `${url}2` }, admin, "k1")).status).toBe(422);
  });

  it("is one of at most twenty, listed by page", async () => {
    for (let index = 0; index < 20; index++) await create();
    expect((await call("POST", "", { url })).status).toBe(409);
    const first = (await call<{ items: { id: string }[]; nextCursor: string }>("GET", "?limit=15")).body;
    const rest = (await call<{ items: { id: string }[] }>("GET", `?limit=15&cursor=${first.nextCursor}`)).body;
    expect(new Set([...first.items, ...rest.items].map(({ id }) => id)).size).toBe(20);
  });

  it("forgets everything when it is deleted", async () => {
    const { endpoint, receiver } = await connected();
    await deliver(endpoint.id, receiver, run("a", 1, 2));
    expect((await call("DELETE", `/${endpoint.id}`)).status).toBe(204);
    await receiver.settled();
    expect((await call("GET", `/${endpoint.id}`)).status).toBe(404);
    expect(await receiver.remembers()).toBe(false);
    expect(await receiver.alarm()).toBeNull();
  });
});

describe("erasing the organisation", () => {
  it("takes its endpoints, with what their actors remember", async () => {
    const { endpoint, receiver } = await connected();
    await deliver(endpoint.id, receiver, [derived("a", 1)]);
    await bus.EVENT_BUS.bury(principalOf("owner"));
    await bus.EVENT_BUS.erase(principalOf("owner"));
    await receiver.settled();
    expect((await call<{ items: unknown[] }>("GET", "")).body.items).toEqual([]);
    expect(await receiver.remembers()).toBe(false);
  });
});

describe("delivery", () => {
  it("brings events that are newer than the endpoint, signed as Standard Webhooks demand", async () => {
    await append(bus.EVENT_BUS_DB, [derived("old", 1)]);
    const { endpoint, receiver } = await connected();
    await deliver(endpoint.id, receiver, [derived("a", 1), derived("x", 1, { organisation: stranger })]);
    expect(receiver.ids).toEqual(["a:1"]);
    const [{ headers = {}, body = "" } = {}] = receiver.received;
    expect(JSON.parse(body)).toEqual({ ...derived("a", 1), position: 2 });
    expect(headers["webhook-timestamp"]).toBe(String(start / 1_000));
    expect(headers["webhook-signature"]).toBe(new Webhook(endpoint.secret).sign(derived("a", 1).id, new Date(start), body));
    const log = (await call<{ items: WebhookDelivery[] }>("GET", `/${endpoint.id}/deliveries`)).body.items;
    expect(log).toMatchObject([{ eventId: derived("a", 1).id, status: "delivered", attempts: 1, nextAttemptAt: null }]);
  });

  it("is woken by the intake", async () => {
    const { receiver } = await connected();
    await takeIn(bus, [derived("a", 1)], 1);
    await receiver.settled();
    expect(receiver.ids).toEqual(["a:1"]);
  });

  it("brings the first event too when nobody wakes the endpoint", async () => {
    const { receiver } = await connected();
    await receiver.settled();
    await append(bus.EVENT_BUS_DB, [derived("a", 1)]);
    await receiver.pass(60_000);
    expect(receiver.ids).toEqual(["a:1"]);
  });

  it("brings only the types asked for", async () => {
    const { endpoint, receiver } = await connected({ types: ["niche.created"] });
    await deliver(endpoint.id, receiver, [derived("a", 1), { ...derived("b", 1), type: "niche.created" }]);
    expect(receiver.ids).toEqual(["b:1"]);
  });

  it("keeps the order of a subject, and other subjects overtake one that waits", async () => {
    const { endpoint, receiver } = await connected();
    receiver.reply = ({ body }) => new Response(null, { status: body.includes('/p"') ? 500 : 204 });
    await deliver(endpoint.id, receiver, [...run("p", 1, 3), ...run("a", 1, 3)]);
    expect(receiver.ids.filter((id) => id.startsWith("a"))).toEqual(["a:1", "a:2", "a:3"]);
    expect(receiver.ids.filter((id) => id.startsWith("p"))).toEqual(["p:1"]);
    receiver.reply = () => new Response();
    await receiver.pass(5_000);
    expect(receiver.ids.filter((id) => id.startsWith("p"))).toEqual(["p:1", "p:1", "p:2", "p:3"]);
  });

  it("tries again after the published pauses with the same id and body and a fresh timestamp, and gives up after the tenth", async () => {
    const { endpoint, receiver } = await connected();
    receiver.reply = () => new Response("broken", { status: 500 });
    await deliver(endpoint.id, receiver, run("a", 1, 2));
    for (const seconds of [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]) {
      const before = receiver.received.length;
      await receiver.pass(seconds * 1_000 - 1);
      expect(receiver.received).toHaveLength(before);
      await receiver.pass(1);
      expect(receiver.received).toHaveLength(before + 1);
    }
    expect(new Set(receiver.ids)).toEqual(new Set(["a:1"]));
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(10);
    const detail = (await call<WebhookDeliveryDetail>("GET", `/${endpoint.id}/deliveries/1`)).body;
    expect(detail).toMatchObject({ status: "failed", attempts: 10 });
    expect(detail.log).toHaveLength(10);
    expect(detail.log[0]).toMatchObject({ attempt: 1, status: 500, detail: "broken" });
    // Nothing got through in 75 hours: the endpoint is switched off, the rest waits.
    expect((await call<WebhookDetail>("GET", `/${endpoint.id}`)).body).toMatchObject({
      enabled: false,
      disabledReason: "failing",
      health: { pending: 1 },
    });
    expect(await receiver.alarm()).toBe(receiver.now + 86_400_000);
  });

  it("waits as long as the endpoint asks for", async () => {
    const { endpoint, receiver } = await connected();
    receiver.reply = () => new Response(null, { status: 429, headers: { "retry-after": "120" } });
    await deliver(endpoint.id, receiver, [derived("a", 1)]);
    expect(await receiver.alarm()).toBe(start + 60_000);
    await receiver.pass(119_000);
    expect(receiver.received).toHaveLength(1);
    await receiver.pass(1_000);
    expect(receiver.received).toHaveLength(2);
  });

  it("follows no redirect", async () => {
    const { endpoint, receiver } = await connected();
    receiver.reply = () => new Response(null, { status: 302, headers: { location: "https://169.254.169.254/" } });
    await deliver(endpoint.id, receiver, [derived("a", 1)]);
    expect(receiver.received).toHaveLength(1);
    const detail = (await call<WebhookDeliveryDetail>("GET", `/${endpoint.id}/deliveries/1`)).body;
    expect(detail.log).toMatchObject([{ status: 302, detail: "Redirects are not followed." }]);
  });

  it("stops at an endpoint that is gone (410), until it is switched on again", async () => {
    const { endpoint, receiver } = await connected();
    receiver.reply = () => new Response(null, { status: 410 });
    await deliver(endpoint.id, receiver, run("a", 1, 2));
    expect(receiver.received).toHaveLength(1);
    expect((await call<WebhookDetail>("GET", `/${endpoint.id}`)).body).toMatchObject({ enabled: false, disabledReason: "gone" });
    await deliver(endpoint.id, receiver, [derived("b", 1)]);
    await receiver.pass(86_400_000);
    expect(receiver.received).toHaveLength(1);
    expect((await call("POST", `/${endpoint.id}/tests`)).status).toBe(409);
    receiver.reply = () => new Response();
    expect((await call("PATCH", `/${endpoint.id}`, { enabled: true })).body).toMatchObject({ enabled: true, disabledReason: null });
    await receiver.settled();
    expect(receiver.ids.slice(1).toSorted()).toEqual(["a:1", "a:2", "b:1"]);
  });

  it("does not hold one endpoint up for another", async () => {
    const [slow, quick] = [await connected(), await connected()];
    const { promise, resolve } = Promise.withResolvers<Response>();
    slow.receiver.reply = () => promise;
    await append(bus.EVENT_BUS_DB, run("a", 1, 2));
    await bus.WEBHOOK_ENDPOINT.getByName(`${organisation}/${slow.endpoint.id}`).wake(name(slow.endpoint.id));
    await deliver(quick.endpoint.id, quick.receiver, []);
    expect(quick.receiver.ids).toEqual(["a:1", "a:2"]);
    resolve(new Response());
    await slow.receiver.settled();
    expect(slow.receiver.ids).toEqual(["a:1", "a:2"]);
  });

  it("does not hold new events up for an answer that does not come", async () => {
    const { endpoint, receiver } = await connected();
    const { promise, resolve } = Promise.withResolvers<Response>();
    receiver.reply = ({ headers }) => (headers["webhook-id"]?.endsWith("/a:1") ? promise : new Response());
    const actor = bus.WEBHOOK_ENDPOINT.getByName(`${organisation}/${endpoint.id}`);
    await append(bus.EVENT_BUS_DB, run("a", 1, 2));
    await actor.wake(name(endpoint.id));
    await vi.waitFor(() => expect(receiver.ids).toEqual(["a:1"]));
    await append(bus.EVENT_BUS_DB, run("b", 1, 2));
    await actor.wake(name(endpoint.id));
    await vi.waitFor(() => expect(receiver.ids).toEqual(["a:1", "b:1", "b:2"]));
    resolve(new Response());
    await receiver.settled();
    expect(receiver.ids).toEqual(["a:1", "b:1", "b:2", "a:2"]);
  });

  it("goes on after more events than one turn may send, each once", async () => {
    const { endpoint, receiver } = await connected();
    await deliver(
      endpoint.id,
      receiver,
      Array.from({ length: 60 }, (_, index) => derived(`n${index}`, 1)),
    );
    expect(receiver.received).toHaveLength(24);
    await receiver.pass(0);
    await receiver.pass(0);
    expect(new Set(receiver.ids).size).toBe(60);
    expect(receiver.received).toHaveLength(60);
  });

  it("sends nothing while it is switched off, and everything afterwards", async () => {
    const { endpoint, receiver } = await connected();
    expect((await call("PATCH", `/${endpoint.id}`, { enabled: false })).body).toMatchObject({ enabled: false, disabledReason: "asked" });
    await deliver(endpoint.id, receiver, run("a", 1, 2));
    expect(receiver.received).toEqual([]);
    await call("PATCH", `/${endpoint.id}`, { enabled: true });
    await receiver.settled();
    expect(receiver.ids).toEqual(["a:1", "a:2"]);
  });
});

describe("a change", () => {
  it("of an endpoint that was changed since is refused, and the tag says what it was changed to", async () => {
    const made = await create();
    const change = async (description: string, tag?: string) => {
      const request = requestAs(admin, `/api/v1/webhooks/${made.id}`, { method: "PATCH", body: JSON.stringify({ description }) });
      if (tag !== undefined) request.headers.set("if-match", tag);
      return bus.EVENT_BUS.fetch(request);
    };
    const first = `"v${made.version}"`;
    const changed = await change("mine", first);
    expect([changed.status, changed.headers.get("etag") === first]).toEqual([200, false]);
    const late = await change("theirs", first);
    expect(late.status).toBe(412);
    expect(await late.json()).toMatchObject({ code: "precondition_failed" });
    expect((await change("anyhow", "*")).status).toBe(200);
    expect((await change("unseen")).status).toBe(428);
    expect((await change("again", changed.headers.get("etag") ?? "")).status).toBe(412);
  });
});

describe("a secret", () => {
  it("is rotated with an overlap in which both sign", async () => {
    const { endpoint, receiver } = await connected();
    const rotated = (await call<CreatedWebhook>("POST", `/${endpoint.id}/secret-rotations`, { overlapSeconds: 3_600 })).body;
    expect(rotated.secret).not.toBe(endpoint.secret);
    await bus.EVENT_BUS_DB.prepare("UPDATE webhook_endpoints SET previous_until = ?")
      .bind(start + 3_600_000)
      .run();
    await deliver(endpoint.id, receiver, [derived("a", 1)]);
    receiver.now += 3_600_000;
    await deliver(endpoint.id, receiver, [derived("b", 1)]);
    const signatures = receiver.received.map(({ headers }) => headers["webhook-signature"]?.split(" ") ?? []);
    const by = (secret: string, index: number) => {
      const { headers = {}, body = "" } = receiver.received[index] ?? {};
      return new Webhook(secret).sign(headers["webhook-id"] ?? "", new Date(Number(headers["webhook-timestamp"]) * 1_000), body);
    };
    expect(signatures[0]).toEqual([by(rotated.secret, 0), by(endpoint.secret, 0)]);
    expect(signatures[1]).toEqual([by(rotated.secret, 1)]);
  });
});

describe("by hand", () => {
  it("a test is sent once for one idempotency key, marked as what it is", async () => {
    const { endpoint, receiver } = await connected();
    const sent = await call<WebhookDelivery>("POST", `/${endpoint.id}/tests`, {}, admin, "t1");
    expect(sent).toMatchObject({ status: 202, body: { type: "webhook.tested", status: "pending" } });
    expect((await call<WebhookDelivery>("POST", `/${endpoint.id}/tests`, {}, admin, "t1")).body.id).toBe(sent.body.id);
    await receiver.settled();
    expect(receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual(["webhook.tested"]);
  });

  it("a delivery is sent again under its id, whatever became of it", async () => {
    const { endpoint, receiver } = await connected();
    await deliver(endpoint.id, receiver, run("a", 1, 2));
    expect((await call("POST", `/${endpoint.id}/deliveries/1/redeliveries`)).status).toBe(202);
    await receiver.settled();
    expect(receiver.ids).toEqual(["a:1", "a:2", "a:1"]);
    expect((await call<WebhookDelivery>("GET", `/${endpoint.id}/deliveries/1`)).body).toMatchObject({ status: "delivered", attempts: 2 });
    expect((await call("POST", `/${endpoint.id}/deliveries/99/redeliveries`)).status).toBe(404);
  });

  it("deliveries are listed by page and status", async () => {
    const { endpoint, receiver } = await connected();
    receiver.reply = ({ body }) => new Response(null, { status: body.includes('/p"') ? 500 : 200 });
    await deliver(endpoint.id, receiver, [derived("p", 1), ...run("a", 1, 4)]);
    const first = (await call<{ items: WebhookDelivery[]; nextCursor: string }>("GET", `/${endpoint.id}/deliveries?limit=3`)).body;
    const rest = (await call<{ items: WebhookDelivery[] }>("GET", `/${endpoint.id}/deliveries?limit=3&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...rest.items].map(({ id }) => id)).toEqual(["5", "4", "3", "2", "1"]);
    const pending = (await call<{ items: WebhookDelivery[] }>("GET", `/${endpoint.id}/deliveries?status=pending`)).body.items;
    expect(pending.map(({ id }) => id)).toEqual(["1"]);
    expect((await call("GET", `/${endpoint.id}/deliveries?cursor=abc`)).status).toBe(400);
  });
});

describe("the log of deliveries", () => {
  it("forgets what ended a month ago", async () => {
    const { endpoint, receiver } = await connected();
    await deliver(endpoint.id, receiver, [derived("a", 1)]);
    await receiver.pass(31 * 86_400_000);
    expect((await call<{ items: unknown[] }>("GET", `/${endpoint.id}/deliveries`)).body.items).toEqual([]);
    expect((await call<WebhookDetail>("GET", `/${endpoint.id}`)).body.health).toMatchObject({ cursor: 1, lag: 0 });
  });
});
