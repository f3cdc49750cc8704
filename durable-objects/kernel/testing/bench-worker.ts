/** What `bench/kernel.ts` measures: one actor of the kernel, and a bare Durable Object that writes the same rows by hand. */
import { DurableObject } from "cloudflare:workers";
import { ok } from "../../../contracts/result.ts";
import { actor } from "../actor.ts";
import { testPrincipal } from "../given.ts";
import { migrate } from "../tables.ts";
import type { Decider } from "../types.ts";

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
    sql.exec("DELETE FROM events");
    sql.exec("DELETE FROM snapshots");
    sql.exec(
      `INSERT INTO events WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
       SELECT i, 'amount.added', 1, '{"amount":1}', i, 'cmd-' || i FROM n`,
      count,
    );
    if (snapshot) sql.exec("INSERT INTO snapshots (version, state) VALUES (?, ?)", count - 100, JSON.stringify({ total: count - 100 }));
  }

  /** Folds the state from storage, as after a restart. */
  async replay(): Promise<number> {
    this.log.forget();
    return this.log.current.state.total;
  }
}

/** The baseline: event, outbox row and command row in one transaction; no checks, no effects, no hand-over. */
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
    this.ctx.storage.transactionSync(() => {
      sql.exec("INSERT INTO events VALUES (?, 'amount.added', 1, ?, ?, ?)", sequence, JSON.stringify({ amount }), now, id);
      sql.exec("INSERT INTO outbox (sequence, next_at) VALUES (?, ?)", sequence, now);
      sql.exec("INSERT INTO commands (id, version, value, at) VALUES (?, ?, ?, ?)", id, sequence, JSON.stringify({ amount }), now);
    });
    this.#version = sequence;
    return true;
  }
}

interface BenchEnv {
  KERNEL: DurableObjectNamespace<KernelCounter>;
  BARE: DurableObjectNamespace<BareCounter>;
}

/** Calls that are under way at the same time. */
const inFlight = 32;

async function turns(stub: { add(name: string, id: string, amount: number): Promise<boolean> }, name: string, from: number, count: number) {
  let next = from;
  const worker = async () => {
    while (next < from + count) {
      const id = `cmd-${next++}`;
      if (!(await stub.add(name, id, 1))) throw new Error(`${id} was refused`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const name = searchParams.get("name") ?? "";
    const count = Number(searchParams.get("count"));
    const kernel = env.KERNEL.getByName(name);
    const from = Number(searchParams.get("from"));
    if (pathname === "/turns/kernel") {
      await turns(kernel, name, from, count);
      // As the event store does for every batch; without it the actor would be sending again what nobody took.
      await kernel.acknowledge(Number.MAX_SAFE_INTEGER);
    } else if (pathname === "/turns/bare") await turns(env.BARE.getByName(name), name, from, count);
    else if (pathname === "/fill") await kernel.fill(count, searchParams.get("snapshot") === "yes");
    else if (pathname === "/replay") return Response.json(await kernel.replay());
    return new Response(null, { status: 204 });
  },
} satisfies ExportedHandler<BenchEnv>;
