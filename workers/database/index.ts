/** The database service: which schema every service has, and whether its projections are what the log says. */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { newId } from "../../contracts/ids.ts";
import { decodeCursor, encodeCursor, pageQuerySchema, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import type { AppliedMigration, ServiceName } from "../../contracts/services/common.ts";
import {
  startVerificationSchema,
  type DatabaseService,
  type ServiceSchema,
  type ServiceVerification,
  type StartVerification,
  type Verification,
} from "../../contracts/services/database.ts";
import { runOnce } from "../kit/commands.ts";
import type { EventQueue } from "../kit/outbox.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { schemaOfService, unreachableSchema } from "./domain/drift.ts";
import { peerBindings, peers, type PeerServices } from "./domain/peers.ts";
import { migrationsManifest } from "./migrations-manifest.ts";
import { routes } from "./routes.ts";
import { advanceVerification, findVerification, insertVerification, listVerifications, viewVerification } from "./store.ts";
import { verifiedServices, verifyAll } from "./verify.ts";

export { default } from "../kit/not-found.ts";

export interface DatabaseEnv extends PeerServices {
  DATABASE_DB: D1Database;
  EVENTS: EventQueue;
}

export class Database
  extends serviceEntrypoint<DatabaseEnv>({
    description: { service: "database", version: "0.1.0", dependencies: peers },
    database: (env) => env.DATABASE_DB,
    queue: (env) => env.EVENTS,
    app: routes,
  })
  implements DatabaseService
{
  async schemas(principal: Principal): Promise<Result<ServiceSchema[]>> {
    const allowed = authorize(principal, "database:read");
    if (!allowed.ok) return allowed;
    const others = peers.map((peer) => schemaOf(peer, () => this.env[peerBindings[peer]].schema(principal)));
    return ok(await Promise.all([...others, schemaOf("database", () => this.schema(principal))]));
  }

  async startVerification(principal: Principal, request: StartVerification): Promise<Result<Verification>> {
    for (const scope of ["database:admin", "events:read"] as const) {
      const allowed = authorize(principal, scope);
      if (!allowed.ok) return allowed;
    }
    const parsed = parse(startVerificationSchema, request);
    if (!parsed.ok) return parsed;
    const call = { db: this.#db, principal, commandId: parsed.value.commandId, method: "startVerification", input: {}, now: Date.now() };
    let fresh: string | undefined;
    const started = await runOnce<{ id: string }>(call, () => {
      const id = newId("verification");
      fresh = id;
      const row = insertVerification(this.#db, { id, organisation: principal.organisation, total: verifiedServices.length, now: call.now });
      return ok({ value: { id }, statements: [row], events: [] });
    });
    if (!started.ok) return started;
    // Of two deliveries of one command only the one that wrote the row does the work.
    if (fresh === started.value.id) this.ctx.waitUntil(this.#verify(principal, started.value.id));
    return this.#view(principal, started.value.id);
  }

  async verification(principal: Principal, id: string): Promise<Result<Verification>> {
    const allowed = authorize(principal, "database:read");
    if (!allowed.ok) return allowed;
    return this.#view(principal, id);
  }

  async verifications(principal: Principal, page: PageQuery): Promise<Result<Page<Verification>>> {
    const allowed = authorize(principal, "database:read");
    if (!allowed.ok) return allowed;
    const query = parse(pageQuerySchema, page);
    if (!query.ok) return query;
    const { limit, cursor } = query.value;
    const before = cursor === undefined ? ok(undefined) : keyOf(cursor);
    if (!before.ok) return before;
    const rows = await listVerifications(this.#db, principal.organisation, limit + 1, before.value);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const items = shown.map((row) => viewVerification(row, Date.now()));
    return ok(rows.length > limit && last ? { items, nextCursor: encodeCursor([last.startedAt, last.id]) } : { items });
  }

  async #view(principal: Principal, id: string): Promise<Result<Verification>> {
    const row = await findVerification(this.#db, principal.organisation, id);
    return row ? ok(viewVerification(row, Date.now())) : err("not_found", `There is no verification ${id}.`);
  }

  /** Runs after the answer is sent. When it is cut off, the lease of its row runs out and says so. */
  async #verify(principal: Principal, id: string): Promise<void> {
    const total = verifiedServices.length;
    const note = (found: readonly ServiceVerification[]) =>
      advanceVerification(this.#db, id, { status: "running", done: found.length, services: found }, Date.now());
    try {
      await note([]);
      const result = await verifyAll({
        services: this.env,
        principal,
        onProgress: note,
        pause: (milliseconds) => scheduler.wait(milliseconds),
      });
      const end = result.ok
        ? { status: "succeeded" as const, done: total, head: result.value.head, services: result.value.found }
        : { status: "failed" as const, message: result.error.detail, done: 0, services: [] };
      await advanceVerification(this.#db, id, end, Date.now());
    } catch (cause) {
      console.error(JSON.stringify({ level: "error", message: "a verification broke", id, cause: String(cause) }));
      await advanceVerification(
        this.#db,
        id,
        { status: "failed", message: "It broke. Start another one.", done: 0, services: [] },
        Date.now(),
      );
    }
  }

  get #db(): DrizzleD1Database {
    return drizzle(this.env.DATABASE_DB);
  }
}

async function schemaOf(service: ServiceName, ask: () => Promise<Result<AppliedMigration[]>>): Promise<ServiceSchema> {
  try {
    const applied = await ask();
    return applied.ok ? schemaOfService(service, migrationsManifest[service], applied.value) : unreachableSchema(service);
  } catch {
    return unreachableSchema(service);
  }
}

function keyOf(cursor: string): Result<{ startedAt: number; id: string }> {
  const key = decodeCursor(cursor);
  return key.ok
    ? parse(
        z.tuple([z.number(), z.string()]).transform(([startedAt, id]) => ({ startedAt, id })),
        key.value,
      )
    : key;
}
