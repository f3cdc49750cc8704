import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Webhook } from "standardwebhooks";
import { unstable_startWorker } from "wrangler";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { envelope } from "../../contracts/events/envelope.ts";
import { principalHeader, scopesOfRole } from "../../contracts/principal.ts";
import type { CreatedWebhook, WebhookDelivery, WebhookDeliveryDetail, WebhookDetail } from "../../contracts/services/webhooks.ts";

const organisation = "org_00000000000000000000000001";
const principal = JSON.stringify({
  kind: "user",
  id: "usr_1",
  organisation,
  role: "admin",
  scopes: scopesOfRole.admin,
  authenticatedAt: Date.now(),
});

/** Not the test harness: its way out to the internet runs through Node, which follows redirects and turns resets into answers. */
let worker: Awaited<ReturnType<typeof unstable_startWorker>>;
const receivers: Receiver[] = [];

beforeAll(async () => {
  worker = await unstable_startWorker({
    config: join(import.meta.dirname, "testing/system/wrangler.toml"),
    dev: { server: { hostname: "127.0.0.1", port: 0 }, inspector: false, watch: false, persist: false, logLevel: "none" },
  });
  await worker.ready;
  const folder = join(import.meta.dirname, "migrations");
  const migrations = readdirSync(folder).filter((name) => name.endsWith(".sql"));
  const statements = migrations.toSorted().flatMap((name) => readFileSync(join(folder, name), "utf8").split("--> statement-breakpoint"));
  expect((await post("/migrations", statements)).status).toBe(204);
});
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});
afterAll(() => worker.dispose());

const json = { "content-type": "application/json" };
const post = (path: string, body: unknown) =>
  worker.fetch(`http://door${path}`, { method: "POST", body: JSON.stringify(body), headers: json });

interface Received {
  id: string;
  signature: string;
  /** Event that the verified body holds; undefined when its signature is wrong. */
  event: { id: string; subject: string; type: string } | undefined;
  at: number;
}

type Reply = (response: ServerResponse, request: IncomingMessage, nth: number) => void;

/** A real HTTP server on a port of its own, and the endpoint that leads to it. */
class Receiver {
  readonly received: Received[] = [];
  readonly endpoint: CreatedWebhook;
  readonly #server: Server;

  constructor(server: Server, endpoint: CreatedWebhook) {
    this.#server = server;
    this.endpoint = endpoint;
  }

  static async open(reply: Reply): Promise<Receiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const made = await call<CreatedWebhook>("POST", "", { url: `http://127.0.0.1:${port}/in` });
    expect(made.status).toBe(201);
    const receiver = new Receiver(server, made.body);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        receiver.#note(request, body);
        reply(response, request, receiver.received.length);
      });
    });
    receivers.push(receiver);
    return receiver;
  }

  get ids(): string[] {
    return this.received.map(({ id }) => id);
  }

  async close(): Promise<void> {
    await call("DELETE", `/${this.endpoint.id}`);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #note(request: IncomingMessage, body: string): void {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const { "webhook-id": id = "", "webhook-signature": signature = "" } = headers;
    this.received.push({ id, signature, event: verified(this.endpoint.secret, body, headers), at: Date.now() });
  }
}

function verified(secret: string, body: string, headers: Record<string, string>): Received["event"] {
  try {
    return new Webhook(secret).verify(body, headers) as Received["event"];
  } catch {
    return undefined;
  }
}

async function call<Body>(method: string, path: string, body?: unknown) {
  const headers = { ...json, [principalHeader]: principal, "if-match": "*" };
  const answer = await worker.fetch(`http://door/api/v1/webhooks${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as Body };
}

let subjects = 0;
/** Events of a subject that no other test has. */
function events(count: number) {
  const subject = `account/${organisation}/s${(subjects += 1)}`;
  return Array.from({ length: count }, (_, index) =>
    envelope({
      source: "/niche-analysis",
      type: "niche.derived",
      dataversion: 1,
      subject,
      sequence: index + 1,
      organisation,
      time: Date.now(),
      data: { discoveryId: "dsc_1", childId: "nch_1", name: "n", themeIds: [], evidence: 1 },
    }),
  );
}

const publish = (batch: ReturnType<typeof events>) => post("/events", batch);

const deliveries = async ({ endpoint }: Receiver) =>
  (await call<{ items: WebhookDelivery[] }>("GET", `/${endpoint.id}/deliveries`)).body.items;
const log = async ({ endpoint }: Receiver) => (await call<WebhookDeliveryDetail>("GET", `/${endpoint.id}/deliveries/1`)).body.log;
const detail = async ({ endpoint }: Receiver) => (await call<WebhookDetail>("GET", `/${endpoint.id}`)).body;
const eventually = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });

const answer =
  (status: number, headers: Record<string, string> = {}): Reply =>
  (response) =>
    void response.writeHead(status, headers).end("noted");

test("events arrive in order, verified by the specification's own library, each under an id of its own", async () => {
  const receiver = await Receiver.open(answer(200));
  const batch = events(5);
  await publish(batch);
  await eventually(() => expect(receiver.received).toHaveLength(5));
  expect(receiver.ids).toEqual(batch.map(({ id }) => id));
  expect(receiver.received.map(({ event }) => event?.id)).toEqual(receiver.ids);
  await eventually(async () => expect((await deliveries(receiver)).map(({ status }) => status)).toEqual(Array(5).fill("delivered")));
});

test("whatever fails is tried again under the same id: 500, a reset connection, silence", async () => {
  const failures: Reply[] = [
    (response) => void response.writeHead(500).end("broken"),
    (_, request) => void request.socket.resetAndDestroy(),
    () => undefined,
  ];
  const receiver = await Receiver.open((response, request, nth) => (failures[nth - 1] ?? answer(204))(response, request, nth));
  const [event] = events(1);
  await publish(event ? [event] : []);
  await eventually(async () => expect((await deliveries(receiver))[0]?.status).toBe("delivered"));
  expect(receiver.ids).toEqual(Array(4).fill(event?.id));
  expect(receiver.received.every((one) => one.event?.id === event?.id)).toBe(true);
  const attempts = await log(receiver);
  expect(attempts.map(({ status }) => status)).toEqual([500, null, null, 204]);
  expect(attempts[2]?.detail).toBe("No answer within 2000 ms.");
  expect(attempts[2]?.durationMs).toBeGreaterThanOrEqual(2_000);
});

test("an endpoint that answers 410 is switched off after one request", async () => {
  const receiver = await Receiver.open(answer(410));
  await publish(events(3));
  await eventually(async () => expect(await detail(receiver)).toMatchObject({ enabled: false, disabledReason: "gone" }));
  await publish(events(1));
  expect(receiver.received).toHaveLength(1);
});

test("a redirect leads nowhere", async () => {
  const target = await Receiver.open(answer(200));
  const receiver = await Receiver.open(answer(302, { location: target.endpoint.url }));
  await call("PATCH", `/${target.endpoint.id}`, { enabled: false });
  await publish(events(1));
  await eventually(async () => expect((await log(receiver)).length).toBeGreaterThanOrEqual(2));
  expect((await log(receiver))[0]).toMatchObject({ status: 302, detail: "Redirects are not followed." });
  expect(target.received).toEqual([]);
});

test("an endpoint that never answers delays nobody else", async () => {
  const silent = await Receiver.open(() => undefined);
  const quick = await Receiver.open(answer(200));
  await publish([...events(1), ...events(1), ...events(1), ...events(1), ...events(1), ...events(1)]);
  await eventually(() => expect(quick.received).toHaveLength(6));
  await eventually(() => expect(silent.received.length).toBeGreaterThan(0));
  // The silent one holds its first four for 2 s; the quick one had everything before that.
  expect(Math.max(...quick.received.map(({ at }) => at)) - Math.min(...silent.received.map(({ at }) => at))).toBeLessThan(2_000);
});

test("only the developer's own machine is let in beside the public internet", async () => {
  for (const url of ["http://10.0.0.1/in", "http://hooks.example.com/in", "https://169.254.169.254/"])
    expect((await call("POST", "", { url })).status).toBe(400);
});
