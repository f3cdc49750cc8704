/** The database service: which schema every service has, and the long work on what services store. */
import { drizzle, type DrizzleD1Database } from "drizzle-orm/d1";
import * as z from "zod";
import { maintenanceActor } from "../../durable-objects/maintenance/actor.ts";
import type { OperationId } from "../../contracts/access.ts";
import type { EffectView } from "../../contracts/actor.ts";
import { newId } from "../../contracts/ids.ts";
import { cursorKey, cursorKeys, pageOf, pageQuerySchema, type Page, type PageQuery } from "../../contracts/page.ts";
import { authorize, authorizeOwner, type Principal } from "../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../contracts/result.ts";
import type { ActorSummary, DeadLetter, EffectCommand, EffectEdit, EffectReference, ListActors } from "../../contracts/services/actors.ts";
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
import { requireConfirmation } from "../kit/confirmation.ts";
import { askOwner } from "./actor-office.ts";
import { BackupEntrypoint } from "./backup/entrypoint.ts";
import type { DatabaseEnv } from "./environment.ts";
import { listProjections, listSchemas } from "./overview.ts";
import { beginning } from "./work/beginning.ts";
import { deleteExports, openExport } from "./work/export-file.ts";
import { takeTurn } from "./work/turn.ts";
import { findWork, insertWork, listWork, viewWork } from "./work/work-store.ts";

export { default } from "../kit/not-found.ts";
export type { DatabaseEnv } from "./environment.ts";

/** Takes the steps of an organisation's long work, one after the other. */
export class Maintenance extends maintenanceActor<DatabaseEnv>(takeTurn) {}

const takingAll: Partial<Record<MaintenanceKind, OperationId>> = { export: "exportOrganisation", erasure: "eraseOrganisation" };

export class Database extends BackupEntrypoint implements DatabaseService {
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
    const parsed = parse(startMaintenanceSchema, request);
    if (!parsed.ok) return parsed;
    const { commandId, ...input } = parsed.value;
    const now = Date.now();
    const allowed = mayStart(principal, input, now);
    if (!allowed.ok) return allowed;
    const call = { db: this.#db, principal, commandId, method: "startMaintenance", input, now };
    const started = await runOnce<{ id: string }>(call, () => {
      const id = newId(input.kind === "verification" ? "verification" : "maintenance");
      const row = insertWork(this.#db, { id, kind: input.kind, principal, ...beginning(input, call.now), now: call.now });
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
    const before = cursorKey(cursor, cursorKeys.positionAndId);
    if (!before.ok) return before;
    const rows = await listWork(this.#db, { tenant: principal.organisation, kinds, limit: limit + 1, before: before.value });
    return ok(pageOf(rows, limit, viewWork, (row) => [row.startedAt, row.id]));
  }

  async exported(principal: Principal, id: string): Promise<Result<ReadableStream<Uint8Array>>> {
    const allowed = authorizeOwner(principal, "database:admin");
    if (!allowed.ok) return allowed;
    const confirmed = requireConfirmation("downloadExport", allowed.value, Date.now());
    if (!confirmed.ok) return confirmed;
    const found = await this.#export(principal, id);
    if (!found.ok) return found;
    const file = await openExport(this.env.BACKUPS, principal.organisation, id);
    return file && found.value.status === "succeeded" ? ok(file) : err("not_found", "The file of this export is not there.");
  }

  async discardExport(principal: Principal, id: string): Promise<Result<true>> {
    const found = await this.#export(principal, id);
    if (!found.ok) return found;
    if (found.value.finishedAt === undefined) return err("conflict", "This export is still being written. Wait until it is done.");
    await deleteExports(this.env.BACKUPS, principal.organisation, id);
    return ok(true);
  }

  override async actors(principal: Principal, query: ListActors): Promise<Result<Page<ActorSummary>>> {
    return askOwner(this.env, query.kind, (office) => office.actors(principal, query));
  }

  override async deadLetters(principal: Principal, query: ListActors): Promise<Result<Page<DeadLetter>>> {
    return askOwner(this.env, query.kind, (office) => office.deadLetters(principal, query));
  }

  override async inspectEffect(principal: Principal, effect: EffectReference): Promise<Result<EffectView>> {
    return askOwner(this.env, effect.kind, (office) => office.inspectEffect(principal, effect));
  }

  override async editEffect(principal: Principal, effect: EffectEdit): Promise<Result<EffectView>> {
    return askOwner(this.env, effect.kind, (office) => office.editEffect(principal, effect));
  }

  override async redriveEffect(principal: Principal, effect: EffectCommand): Promise<Result<EffectView>> {
    return askOwner(this.env, effect.kind, (office) => office.redriveEffect(principal, effect));
  }

  override async discardEffect(principal: Principal, effect: EffectCommand): Promise<Result<EffectView>> {
    return askOwner(this.env, effect.kind, (office) => office.discardEffect(principal, effect));
  }

  async #export(principal: Principal, id: string): Promise<Result<MaintenanceView>> {
    const allowed = authorizeOwner(principal, "database:admin");
    if (!allowed.ok) return allowed;
    const found = await this.#view(allowed.value, id);
    return found.ok && found.value.kind !== "export" ? err("not_found", `There is no export ${id}.`) : found;
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

/** What takes everything out or away is begun by an owner in person, who has just proved who they are; the rest by an administrator. */
function mayStart(principal: Principal, input: Omit<StartMaintenance, "commandId">, now: number): Result<Principal> {
  const mayRead = authorize(principal, "events:read");
  if (!mayRead.ok) return mayRead;
  const operation = takingAll[input.kind];
  if (operation === undefined) return authorize(principal, "database:admin");
  const allowed = authorizeOwner(principal, "database:admin");
  if (!allowed.ok) return allowed;
  const confirmed = requireConfirmation(operation, allowed.value, now);
  if (!confirmed.ok) return confirmed;
  if (!("organisation" in input) || input.organisation === allowed.value.organisation) return allowed;
  return err("invalid_input", "`organisation`: write the id of your organisation to confirm.");
}
