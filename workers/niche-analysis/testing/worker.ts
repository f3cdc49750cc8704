/** What stands around the service in production: a door that says who calls, and a bus that applies and acknowledges events. */
import * as z from "zod";
import { actorName } from "../../../contracts/actor.ts";
import { catalogue, eventEnvelopeSchema, schemaOf, type StoredEvent } from "../../../contracts/events/index.ts";
import { principalHeader, roles, scopes, type Principal } from "../../../contracts/principal.ts";
import { faultSchema } from "../../../contracts/result.ts";
import { Niche as ServiceNiche, SourceHost as ServiceSourceHost, type NicheAnalysis } from "../index.ts";
import { standing } from "./authority.ts";
import { calls, script } from "./hashing-model.ts";

export { NicheAnalysis } from "../index.ts";
export { Authority } from "./authority.ts";
export { HashingModel } from "./hashing-model.ts";

/** The actor, with a way to end it at once: memory, running effects and sockets are gone, storage stays. */
export class Niche extends ServiceNiche {
  async crash(): Promise<void> {
    this.ctx.abort("crashed by a test");
  }

  async unfinishedRows(): Promise<number> {
    return this.ctx.storage.sql.exec<{ n: number }>("SELECT (SELECT COUNT(*) FROM staged) + (SELECT COUNT(*) FROM taken_pages) AS n").one()
      .n;
  }

  /** All rows of all of its tables, as text. */
  async everything(): Promise<string> {
    const { sql } = this.ctx.storage;
    const tables = sql
      .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")
      .toArray();
    return tables.map(({ name }) => `${name} ${JSON.stringify(sql.exec(`SELECT * FROM ${name}`).toArray())}`).join("\n");
  }
}

/** The queue before a host, with the same way to end it. */
export class SourceHost extends ServiceSourceHost {
  async crash(): Promise<void> {
    this.ctx.abort("crashed by a test");
  }
}

interface TestEnv {
  SOURCE_HOST: DurableObjectNamespace<SourceHost>;
  NICHE: DurableObjectNamespace<Niche>;
  NICHE_ANALYSIS: Service<typeof NicheAnalysis>;
  NICHE_ANALYSIS_DB: D1Database;
}

const scriptSchema = z.object({ model: z.string(), fault: faultSchema.optional(), failAfter: z.int(), delayMs: z.number() }).partial();
const standingSchema = z.enum([...roles, "gone", "unavailable"]);
/** Everything that has reached the bus, repeated deliveries left out. */
const events: StoredEvent[] = [];

export default {
  async fetch(request: Request, env: TestEnv): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/testing/model") {
      calls.clear();
      Object.assign(script, { fault: undefined, failAfter: 0, delayMs: 0, model: "hashing@1" }, scriptSchema.parse(await request.json()));
      return Response.json(script);
    }
    if (url.pathname === "/testing/standing") {
      standing.now = standingSchema.parse(await request.json());
      return new Response(null, { status: 204 });
    }
    if (url.pathname === "/testing/crash") {
      const niche = env.NICHE.getByName(actorName(callerOf(url).organisation, url.searchParams.get("niche") ?? ""));
      // The caller of a crashing actor is told so by an exception.
      await niche.crash().catch(() => undefined);
      return new Response(null, { status: 204 });
    }
    if (url.pathname === "/testing/crash-host") {
      const host = env.SOURCE_HOST.getByName(url.searchParams.get("host") ?? "");
      await host.crash().catch(() => undefined);
      return new Response(null, { status: 204 });
    }
    if (url.pathname === "/testing/unfinished") {
      const niche = env.NICHE.getByName(actorName(callerOf(url).organisation, url.searchParams.get("niche") ?? ""));
      return Response.json(await niche.unfinishedRows());
    }
    if (url.pathname === "/testing/everything") {
      const niche = env.NICHE.getByName(actorName(callerOf(url).organisation, url.searchParams.get("niche") ?? ""));
      return new Response(await niche.everything());
    }
    if (url.pathname === "/testing/migrations") {
      const statements = z.array(z.string()).parse(await request.json());
      await env.NICHE_ANALYSIS_DB.batch(statements.map((sql) => env.NICHE_ANALYSIS_DB.prepare(sql)));
      return new Response(null, { status: 204 });
    }
    if (url.pathname === "/testing/calls") return Response.json(Object.fromEntries(calls));
    if (url.pathname === "/testing/events") return Response.json(events);
    if (url.pathname === "/testing/verification") {
      const caller = callerOf(url);
      const own = events.filter(({ organisation }) => organisation === caller.organisation);
      return Response.json(await replayed(env, caller, own));
    }
    if (url.pathname === "/testing/office") return Response.json(await asked(env, callerOf(url), askSchema.parse(await request.json())));
    const headers = new Headers(request.headers);
    headers.set(principalHeader, JSON.stringify(callerOf(url)));
    return env.NICHE_ANALYSIS.fetch(new Request(request, { headers }));
  },

  async queue(batch: MessageBatch<unknown>, env: TestEnv): Promise<void> {
    for (const message of batch.messages) {
      const event = eventEnvelopeSchema.parse(message.body);
      const schema = schemaOf(event.type, event.dataversion);
      if (!schema) throw new Error(`${event.type} is not one of ${Object.keys(catalogue).join(", ")}`);
      // Strictly: an event with a field that the catalogue does not know is a defect.
      if (JSON.stringify(schema.parse(event.data)) !== JSON.stringify(event.data)) console.error(`not as in the catalogue: ${event.type}`);
      const stored = events.find(({ id }) => id === event.id) ?? { ...event, position: events.length + 1 };
      if (stored.position > events.length) events.push(stored);
      await env.NICHE_ANALYSIS.onEvents([stored]);
      await env.NICHE_ANALYSIS.acknowledge([event]);
    }
  },
};

const askSchema = z.object({
  method: z.enum(["actors", "deadLetters", "inspectEffect", "editEffect", "redriveEffect", "discardEffect"]),
  request: z.unknown(),
});

/** What the database service does when it is asked about a niche: hands it on, whatever it is. */
async function asked({ NICHE_ANALYSIS }: TestEnv, caller: Principal, { method, request }: z.infer<typeof askSchema>): Promise<unknown> {
  // The service parses what it is given.
  const call = NICHE_ANALYSIS[method] as (principal: Principal, given: unknown) => Promise<unknown>;
  return call(caller, request);
}

/** What the database service does to verify: replays the log into fresh tables, compares, and drops them. */
async function replayed(env: TestEnv, caller: Principal, own: readonly StoredEvent[]): Promise<unknown> {
  const run = crypto.randomUUID();
  await env.NICHE_ANALYSIS.rebuildBegin(caller, run);
  for (let from = 0, next = 0; next < own.length; next += 200) {
    const slice = own.slice(next, next + 200);
    const to = slice.at(-1)?.position ?? from;
    await env.NICHE_ANALYSIS.rebuildApply(caller, { run, from, to, events: slice });
    from = to;
  }
  const compared = await env.NICHE_ANALYSIS.rebuildCompare(caller, run);
  await env.NICHE_ANALYSIS.rebuildEnd(caller, run);
  return compared;
}

function callerOf(url: URL): Principal {
  const organisation = `org_${(url.searchParams.get("organisation") ?? "1").padStart(26, "0")}`;
  const role = url.searchParams.get("role") === "viewer" ? "viewer" : "owner";
  const id = `usr_${(url.searchParams.get("user") ?? "1").padStart(26, "0")}`;
  return { kind: "user", id, organisation, role, scopes: [...scopes] };
}
