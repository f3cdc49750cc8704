/** What `bench/kernel.ts` measures: one actor of the kernel, and a bare Durable Object that writes the same rows by hand. */
import { DurableObject } from "cloudflare:workers";
import { ok } from "../../../contracts/result.ts";
import { actor } from "../actor.ts";
import { testPrincipal } from "../given.ts";
import { migrate } from "../tables.ts";
import type { Decider } from "../types.ts";

/** A replay is repeated for so long: the clock is coarse beside a short one. */
const replayAtLeastMs = 20;

interface CountState {
  total: number;
}
type CountCommand = { type: "add"; amount: number };
type CountEvent = { type: "amount.added"; data: { amount: number } };

const countDecider: Decider<CountState, CountCommand, CountEvent> = {
  initialState: () => ({ total: 0 }),
  decide: (_state, { amount }) => ok({ events: [{ type: "amount.added", data: { amount } }], value: { amount } }),
  evolve: (state, { data }) => ({ total: state.total + data.amount }),
};

export class KernelCounter extends actor<object, CountState, CountCommand, CountEvent>({
  kind: "niche",
  follow: "niches:read",
  source: "/bench",
  queue: () => ({ sendBatch: async () => {} }),
  decider: countDecider,
  effects: {},
  onEffectFailed: () => ({ type: "add", amount: 0 }),
  eventTypes: { currentVersion: () => 1, schemaOf: () => undefined },
  limits: { outboxRows: 1_000_000 },
}) {
  async add(name: string, id: string, amount: number): Promise<boolean> {
    const { organisation } = testPrincipal;
    const { ok: done } = await this.execute({ id, principal: testPrincipal, organisation, actorId: name }, { type: "add", amount });
    return done;
  }

  /** `count` events as if they had happened, and a snapshot a hundred events before their end when asked for. */
  async fill(count: number, snapshot: boolean): Promise<void> {
    const { sql } = this.ctx.storage;
    sql.exec(
      `INSERT INTO events WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT i, 'amount.added', 1, '{"amount":1}', i, 'cmd-' || i FROM n`,
      count,
    );
    if (snapshot) sql.exec("INSERT INTO snapshots (version, state) VALUES (?, ?)", count - 100, JSON.stringify({ total: count - 100 }));
    this.log.forget();
  }

  /** Milliseconds in which the state is folded from storage, as after a restart; of several times, the mean. */
  async replay(): Promise<number> {
    const begun = performance.now();
    let times = 0;
    while (times < 3 || (performance.now() - begun < replayAtLeastMs && times < 1_000)) {
      this.log.forget();
      times += 1;
      if (this.log.current.state.total < this.log.current.version) throw new Error("it folded less than there is");
    }
    return (performance.now() - begun) / times;
  }
}

/**
 * The baseline: the rows that the kernel writes, with the same content, in one transaction; no checks, no effects, no hand-over. What
 * a row says of the call is made of the call: JSON of the event and of the request, as anyone has to who writes these rows.
 */
export class BareCounter extends DurableObject {
  #version = 0;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    migrate(ctx.storage);
    this.#version = ctx.storage.sql.exec<{ n: number }>("SELECT COALESCE(MAX(sequence), 0) AS n FROM events").one().n;
  }

  async add(_name: string, id: string, amount: number): Promise<boolean> {
    const { sql } = this.ctx.storage;
    const now = Date.now();
    const sequence = this.#version + 1;
    const data = JSON.stringify({ amount });
    this.ctx.storage.transactionSync(() => {
      sql.exec(
        "INSERT INTO events (sequence, type, version, data, time, command_id) VALUES (?, ?, ?, ?, ?, ?)",
        sequence,
        "amount.added",
        1,
        data,
        now,
        id,
      );
      sql.exec("INSERT INTO outbox (sequence, sends, sent_at, next_at) VALUES (?, 1, ?, ?)", sequence, now, now + 2_000);
      sql.exec(
        "INSERT INTO commands (id, version, value, fingerprint, at) VALUES (?, ?, ?, ?, ?)",
        id,
        sequence,
        data,
        JSON.stringify({ type: "add", amount }),
        now,
      );
    });
    this.#version = sequence;
    return true;
  }

  async acknowledge(sequence: number): Promise<void> {
    this.ctx.storage.sql.exec("DELETE FROM outbox WHERE sequence <= ?", sequence);
  }
}

interface BenchEnv {
  KERNEL: DurableObjectNamespace<KernelCounter>;
  BARE: DurableObjectNamespace<BareCounter>;
}

/** Calls that are under way at the same time. */
const inFlight = 32;

/** The event store acknowledges events by the bundle; both sides delete their outbox rows then. */
const bundle = 100;

async function turns(stub: Pick<BareCounter, "add" | "acknowledge">, name: string, from: number, count: number) {
  for (let first = from; first < from + count; first += bundle) {
    let next = first;
    const worker = async () => {
      while (next < Math.min(first + bundle, from + count)) {
        const id = `cmd-${next++}`;
        if (!(await stub.add(name, id, 1))) throw new Error(`${id} was refused`);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, worker));
    await stub.acknowledge(Number.MAX_SAFE_INTEGER);
  }
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const name = searchParams.get("name") ?? "";
    const count = Number(searchParams.get("count"));
    const kernel = env.KERNEL.getByName(name);
    const from = Number(searchParams.get("from"));
    if (pathname === "/turns/kernel") await turns(kernel, name, from, count);
    else if (pathname === "/turns/bare") await turns(env.BARE.getByName(name), name, from, count);
    else if (pathname === "/fill") await kernel.fill(count, searchParams.get("snapshot") === "yes");
    else if (pathname === "/replay") return Response.json(await kernel.replay());
    return new Response(null, { status: 204 });
  },
} satisfies ExportedHandler<BenchEnv>;
