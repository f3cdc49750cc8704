/** The database service: which schema every service has, and the long work on what services store. */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { maintenanceActor } from "../../durable-objects/maintenance/actor.ts";
import { newId } from "../../contracts/ids.ts";
import { decodeCursor, encodeCursor, pageQuerySchema, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import {
  maintenanceKinds,
  startMaintenanceSchema,
  type DatabaseService,
  type Maintenance as MaintenanceView,
  type MaintenanceKind,
  type ServiceProjections,
  type ServiceSchema,
  type StartMaintenance,
} from "../../contracts/services/database.ts";
import { runOnce } from "../kit/commands.ts";
import { serviceEntrypoint } from "../kit/service.ts";
import { peers } from "./domain/peers.ts";
import type { DatabaseEnv } from "./environment.ts";
import { listProjections, listSchemas } from "./overview.ts";
import { routes } from "./routes.ts";
import { beginning } from "./work/beginning.ts";
import { takeTurn } from "./work/turn.ts";
import { findWork, insertWork, listWork, viewWork, type WorkKey } from "./work/work-store.ts";

export { default } from "../kit/not-found.ts";
export type { DatabaseEnv } from "./environment.ts";

/** Takes the steps of an organisation's long work, one after the other. */
export class Maintenance extends maintenanceActor<DatabaseEnv>(takeTurn) {}

export class Database
  extends serviceEntrypoint<DatabaseEnv>({
    description: { service: "database", version: "0.2.0", dependencies: peers },
    database: (env) => env.DATABASE_DB,
    queue: (env) => env.EVENTS,
    app: routes,
  })
  implements DatabaseService
{
  async schemas(principal: Principal): Promise<Result<ServiceSchema[]>> {
    const allowed = authorize(principal, "database:read");
    if (!allowed.ok) return allowed;
    return ok(await listSchemas(this.env, principal, () => this.schema(principal)));
  }

  async projections(principal: Principal): Promise<Result<ServiceProjections[]>> {
    for (const scope of ["database:read", "events:read"] as const) {
      const allowed = authorize(principal, scope);
      if (!allowed.ok) return allowed;
    }
    return listProjections(this.env, principal);
  }

  async startMaintenance(principal: Principal, request: StartMaintenance): Promise<Result<MaintenanceView>> {
    for (const scope of ["database:admin", "events:read"] as const) {
      const allowed = authorize(principal, scope);
      if (!allowed.ok) return allowed;
    }
    const parsed = parse(startMaintenanceSchema, request);
    if (!parsed.ok) return parsed;
    const { commandId, ...input } = parsed.value;
    const call = { db: this.#db, principal, commandId, method: "startMaintenance", input, now: Date.now() };
    const started = await runOnce<{ id: string }>(call, () => {
      const id = newId(input.kind === "verification" ? "verification" : "maintenance");
      const row = insertWork(this.#db, { id, kind: input.kind, principal, ...beginning(input), now: call.now });
      return ok({ value: { id }, statements: [row], events: [] });
    });
    return started.ok ? this.#view(principal, started.value.id) : started;
  }

  async maintenance(principal: Principal, id: string): Promise<Result<MaintenanceView>> {
    const allowed = authorize(principal, "database:read");
    if (!allowed.ok) return allowed;
    return this.#view(principal, id);
  }

  async maintenances(principal: Principal, page: PageQuery, kind?: MaintenanceKind): Promise<Result<Page<MaintenanceView>>> {
    const allowed = authorize(principal, "database:read");
    if (!allowed.ok) return allowed;
    const query = parse(pageQuerySchema.extend({ kinds: z.array(z.enum(maintenanceKinds)) }), {
      ...page,
      kinds: kind === undefined ? maintenanceKinds : [kind],
    });
    if (!query.ok) return query;
    const { limit, cursor, kinds } = query.value;
    const before = cursor === undefined ? ok(undefined) : keyOf(cursor);
    if (!before.ok) return before;
    const rows = await listWork(this.#db, { tenant: principal.organisation, kinds, limit: limit + 1, before: before.value });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const items = shown.map(viewWork);
    return ok(rows.length > limit && last ? { items, nextCursor: encodeCursor([last.startedAt, last.id]) } : { items });
  }

  /** Whoever looks at unfinished work also wakes it: a crash may have come between the writing of its row and the first wake. */
  async #view(principal: Principal, id: string): Promise<Result<MaintenanceView>> {
    const { organisation } = principal;
    const row = await findWork(this.#db, organisation, id);
    if (!row) return err("not_found", `There is no maintenance ${id}.`);
    if (row.finishedAt === null) await this.env.MAINTENANCE.getByName(organisation).wake(organisation);
    return ok(viewWork(row));
  }

  get #db(): DrizzleD1Database {
    return drizzle(this.env.DATABASE_DB);
  }
}

function keyOf(cursor: string): Result<WorkKey> {
  const key = decodeCursor(cursor);
  return key.ok
    ? parse(
        z.tuple([z.number(), z.string()]).transform(([startedAt, id]) => ({ startedAt, id })),
        key.value,
      )
    : key;
}
