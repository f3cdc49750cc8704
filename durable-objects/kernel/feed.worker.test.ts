import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { feedCloseCodes, type FeedFrame } from "../../contracts/actor.ts";
import { principalHeader } from "../../contracts/principal.ts";
import { maxUnacknowledged } from "./feed.ts";
import { testPrincipal } from "./given.ts";
import { eventually, ledger, stranger, type Desk } from "./testing/desk.ts";
import { world } from "./testing/world.ts";

beforeEach(() => world.reset());

const as = (principal: typeof testPrincipal) => ({ [principalHeader]: JSON.stringify(principal) });

async function connect(desk: Desk, since: number) {
  const answer = await desk.stub().fetch(`http://actor/feed?since=${since}`, { headers: { upgrade: "websocket", ...as(testPrincipal) } });
  const socket = answer.webSocket;
  if (!socket) throw new Error(`no socket: ${answer.status}`);
  const frames: FeedFrame[] = [];
  const closed: number[] = [];
  socket.addEventListener("message", ({ data }) => {
    frames.push(JSON.parse(String(data)) as FeedFrame);
  });
  socket.addEventListener("close", ({ code }) => {
    closed.push(code);
  });
  socket.accept();
  return { socket, frames, closed };
}

const deposit = (desk: Desk, id: string) => desk.stub().execute(desk.envelope(id), { type: "deposit", amount: 1 });

/** Events written behind the actor's back, as many as it takes to be far ahead. */
async function jumpAhead(desk: Desk, to: number, note = ""): Promise<void> {
  await desk.rows(
    `INSERT INTO events WITH RECURSIVE n (i) AS (SELECT (SELECT MAX(sequence) + 1 FROM events) UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
     SELECT i, 'money.deposited', 3, json_object('amount', 1, 'currency', 'EUR', 'note', ?2), 0, 'x' FROM n`,
    to,
    note,
  );
  await desk.stub().acknowledge(to);
  await runInDurableObject(desk.stub(), (instance) => instance.log.forget());
}

describe("the feed over a socket", () => {
  it("sends what was missed, then what comes, also after an eviction", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    await deposit(desk, "c2");
    const { frames, socket } = await connect(desk, 1);
    await eventually(() => expect(frames).toMatchObject([{ event: { sequence: 2 } }, { frame: "ready", version: 2 }]));
    await desk.evict();
    await deposit(desk, "c3");
    await eventually(() => expect(frames.at(-1)).toMatchObject({ frame: "event", event: { sequence: 3, data: { amount: 1 } } }));
    socket.close();
  });

  it("sends a snapshot to a client that is far behind", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    await jumpAhead(desk, 502);
    const { frames, socket } = await connect(desk, 0);
    await eventually(() =>
      expect(frames).toMatchObject([
        { frame: "snapshot", version: 502, state: { balance: 502 } },
        { frame: "ready", version: 502 },
      ]),
    );
    socket.close();
  });

  it("says so when a snapshot does not fit a frame", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    await runInDurableObject(desk.stub(), (instance) => {
      const { version, state } = instance.log.current;
      instance.log.take({ version: version + 600, state: { ...state, booked: ["x".repeat(1_100_000)] } });
    });
    const { frames, socket } = await connect(desk, 0);
    await eventually(() =>
      expect(frames).toEqual([
        { frame: "snapshot", version: 601, state: null, oversize: true },
        { frame: "ready", version: 601 },
      ]),
    );
    socket.close();
  });

  it("drops a client that leaves too much unacknowledged, and keeps one that acknowledges", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    const [silent, attentive] = [await connect(desk, 1), await connect(desk, 1)];
    await jumpAhead(desk, maxUnacknowledged);
    attentive.socket.send(JSON.stringify({ ack: maxUnacknowledged }));
    await eventually(() =>
      runInDurableObject(desk.stub(), (_, ctx) => {
        const acknowledged = ctx.getWebSockets().map((socket) => (socket.deserializeAttachment() as { acknowledged: number }).acknowledged);
        expect(acknowledged.sort((a, b) => a - b)).toEqual([1, maxUnacknowledged]);
      }),
    );
    await deposit(desk, "c2");
    await eventually(() => expect(silent.frames.at(-1)).toMatchObject({ event: { sequence: maxUnacknowledged + 1 } }));
    expect(silent.closed).toEqual([]);
    await deposit(desk, "c3");
    await eventually(() => expect(silent.closed).toEqual([feedCloseCodes.tooSlow]));
    await eventually(() => expect(attentive.frames.at(-1)).toMatchObject({ event: { sequence: maxUnacknowledged + 2 } }));
    expect(attentive.closed).toEqual([]);
    attentive.socket.close();
  });

  it.each(["hello", '{"ack":-1}', '{"ack":99}', `{"ack":1${" ".repeat(300)}}`])("ends with a client that sends %s", async (message) => {
    const desk = ledger();
    await deposit(desk, "c1");
    const { socket, closed } = await connect(desk, 0);
    socket.send(message);
    await eventually(() => expect(closed).toEqual([feedCloseCodes.malformed]));
  });

  it("keeps the role of its client through an eviction", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    const { socket } = await connect(desk, 1);
    await desk.evict();
    await desk.state();
    const attachments = await runInDurableObject(desk.stub(), (_, ctx) =>
      ctx.getWebSockets().map((one) => one.deserializeAttachment() as unknown),
    );
    expect(attachments).toEqual([
      { organisation: testPrincipal.organisation, principal: `user ${testPrincipal.id}`, role: "owner", acknowledged: 1 },
    ]);
    socket.close();
  });

  it("answers a ping while the actor sleeps, and does not wake it", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    const { socket, frames } = await connect(desk, 1);
    await eventually(() => expect(frames).toHaveLength(1));
    await desk.evict();
    world.actor = undefined;
    socket.send("ping");
    await eventually(() => expect(frames.at(-1)).toEqual({ frame: "pong" }));
    // Whoever is constructed says so to the world.
    expect(world.actor).toBeUndefined();
    await desk.state();
    expect(world.actor).toBeDefined();
    socket.close();
  });

  it("is closed to another organisation and to nobody in particular", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    for (const headers of [as(stranger), {}, { [principalHeader]: "{" }]) {
      const answer = await desk.stub().fetch("http://actor/feed", { headers: { upgrade: "websocket", ...headers } });
      expect(answer.status).toBe(404);
    }
  });
});

describe("whoever follows", () => {
  const ways: Record<string, string>[] = [{ upgrade: "websocket" }, { accept: "text/event-stream" }];
  const bothWays = (headers: Record<string, string>) => ways.map((way) => ({ ...way, ...headers }));

  it("needs the permission of the blueprint, by scope and by role", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    const without = { ...testPrincipal, scopes: testPrincipal.scopes.filter((scope) => scope !== "niches:read") };
    for (const headers of bothWays(as(without))) expect((await desk.stub().fetch("http://actor/feed", { headers })).status).toBe(403);
    for (const headers of bothWays(as({ ...testPrincipal, role: "viewer" }))) {
      const answer = await desk.stub().fetch("http://actor/feed", { headers });
      expect([101, 200]).toContain(answer.status);
      answer.webSocket?.accept();
      answer.webSocket?.close();
      await answer.body?.cancel();
    }
  });
});

describe("the feed as server-sent events", () => {
  async function stream(desk: Desk, headers: Record<string, string> = {}) {
    const answer = await desk
      .stub()
      .fetch("http://actor/feed", { headers: { accept: "text/event-stream", ...as(testPrincipal), ...headers } });
    if (!answer.body) throw new Error("no body");
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    return {
      type: answer.headers.get("content-type"),
      reader,
      async until(part: string): Promise<string> {
        while (!text.includes(part)) {
          const { value, done } = await reader.read();
          if (done) throw new Error(`ended after ${text}`);
          text += value;
        }
        return text;
      },
    };
  }

  it("goes on after the last event that the client names, then live", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    await deposit(desk, "c2");
    const { until, type, reader } = await stream(desk, { "last-event-id": "1" });
    expect(type).toBe("text/event-stream");
    const missed = await until("event: ready");
    expect(missed).toMatch(/^id: 2\nevent: event\ndata: \{"frame":"event","event":\{"sequence":2,/);
    await deposit(desk, "c3");
    expect(await until('"sequence":3')).toContain('id: 2\nevent: ready\ndata: {"frame":"ready","version":2}\n\nid: 3\nevent: event\n');
    await reader.cancel();
  });

  it("is forgotten when the client leaves", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    const { until, reader } = await stream(desk);
    await until("event: ready");
    const open = () => runInDurableObject(desk.stub(), (instance) => instance.openStreams);
    expect(await open()).toBe(1);
    await reader.cancel();
    // Sooner than an idle actor would be put away, and its streams with it.
    await vi.waitFor(async () => expect(await open()).toBe(0), { timeout: 3_000 });
  });

  it("drops a reader that leaves more than four megabytes unread", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    const { until, reader } = await stream(desk);
    await until("event: ready");
    const note = "x".repeat(100_000);
    for (let i = 2; i < 80; i++) await desk.stub().execute(desk.envelope(`c${i}`), { type: "deposit", amount: 1, note });
    expect(await runInDurableObject(desk.stub(), (instance) => instance.openStreams)).toBe(0);
    await reader.cancel().catch(() => undefined);
  });

  it("is closed to another organisation", async () => {
    const desk = ledger();
    await deposit(desk, "c1");
    const answer = await desk.stub().fetch("http://actor/feed", { headers: { accept: "text/event-stream", ...as(stranger) } });
    expect(answer.status).toBe(404);
    expect((await desk.stub().fetch("http://actor/feed", { headers: as(testPrincipal) })).status).toBe(426);
  });
});
