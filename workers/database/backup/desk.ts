/** What an operator may ask about backups and restores; the long work itself stands beside this file. */
import { drizzle } from "drizzle-orm/d1";
import { and, desc, eq, lt } from "drizzle-orm";
import { newId } from "../../../contracts/ids.ts";
import { cursorKey, cursorKeys, pageOf, pageQuerySchema, type Page, type PageQuery } from "../../../contracts/page.ts";
import { authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, parse, type Result } from "../../../contracts/result.ts";
import {
  backupSchema,
  restoreSchema,
  startRestoreSchema,
  type Backup,
  type BackupService,
  type installationWorkKinds,
  type Restore,
  type SealedManifest,
} from "../../../contracts/services/backups.ts";
import { serviceNames } from "../../../contracts/services/common.ts";
import { runOnce } from "../../kit/commands.ts";
import { checkBuild, summaryOf, unsealed } from "../domain/backup/manifest.ts";
import type { DatabaseEnv } from "../environment.ts";
import { work } from "../schema.ts";
import { fieldsOf, findWork, insertWork, type WorkRow } from "../work/work-store.ts";
import { backupProgress, beginBackup } from "./backing-up.ts";
import { tarOf } from "./download.ts";
import { deleteObjects, readManifest, storedParts, storePart, writeManifest } from "./objects.ts";
import { forgetRun } from "./queue.ts";
import { beginRestore } from "./restoring.ts";
import { backupLife } from "./services.ts";

type Kind = (typeof installationWorkKinds)[number];

export class BackupDesk implements BackupService {
  readonly #env: DatabaseEnv;

  constructor(env: DatabaseEnv) {
    this.#env = env;
  }

  async startBackup(principal: Principal, { commandId }: { commandId: string }): Promise<Result<Backup>> {
    const started = await this.#start(principal, "backup", commandId, {}, (now) => ({
      state: beginBackup(now),
      progress: backupProgress,
    }));
    return started.ok ? this.backup(principal, started.value) : started;
  }

  async backups(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<Backup>>> {
    const rows = await this.#list(principal, "backup", page);
    return rows.ok ? ok({ ...rows.value, items: rows.value.items.map((row) => backupSchema.parse(fieldsOf(row))) }) : rows;
  }

  async restorations(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<Restore>>> {
    const rows = await this.#list(principal, "restore", page);
    return rows.ok ? ok({ ...rows.value, items: rows.value.items.map((row) => restoreSchema.parse(fieldsOf(row))) }) : rows;
  }

  async backup(principal: Principal, id: string): Promise<Result<Backup>> {
    const row = await this.#find(principal, "backup", id);
    return row.ok ? ok(backupSchema.parse(fieldsOf(row.value))) : row;
  }

  async restoration(principal: Principal, id: string): Promise<Result<Restore>> {
    const row = await this.#find(principal, "restore", id);
    return row.ok ? ok(restoreSchema.parse(fieldsOf(row.value))) : row;
  }

  async deleteBackup(principal: Principal, id: string): Promise<Result<true>> {
    const row = await this.#find(principal, "backup", id);
    if (!row.ok) return row;
    if (row.value.finishedAt === null) return err("conflict", "This backup is still being written. Wait until it is done.");
    const inUse = await this.#env.DATABASE_DB.prepare(
      "SELECT 1 FROM work WHERE kind = 'restore' AND finished_at IS NULL AND json_extract(state, '$.backup') = ?",
    )
      .bind(id)
      .first();
    if (inUse) return err("conflict", "This backup is being restored. Wait until that is done.");
    await deleteObjects(this.#env.BACKUPS, id);
    await forgetRun(this.#env.DATABASE_DB, id);
    await this.#db.delete(work).where(eq(work.id, id));
    return ok(true);
  }

  async backupContent(principal: Principal, id: string): Promise<Result<ReadableStream<Uint8Array>>> {
    const row = await this.#find(principal, "backup", id);
    if (!row.ok) return row;
    const manifest = row.value.status === "succeeded" ? await readManifest(this.#env.BACKUPS, id) : undefined;
    return manifest ? ok(tarOf(this.#env.BACKUPS, manifest)) : err("not_found", "The files of this backup are not there.");
  }

  async receivePart(
    principal: Principal,
    { backup, ...part }: { backup: string; number: number; sha256: string },
    bytes: ArrayBuffer,
  ): Promise<Result<true>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    if (await findWork(this.#db, allowed.value.organisation, backup))
      return err("conflict", "There is a backup with this id already. Delete it first.");
    const stored = await storePart(this.#env.BACKUPS, backup, part, bytes);
    return stored ? ok(true) : err("invalid_input", "These bytes do not have the SHA-256 that was stated. Send the part again.");
  }

  async receiveManifest(principal: Principal, json: SealedManifest): Promise<Result<Backup>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const sealed = await unsealed(json);
    if (!sealed.ok) return sealed;
    const { manifest, sha256 } = sealed.value;
    const known = await findWork(this.#db, allowed.value.organisation, manifest.id);
    if (known) return this.backup(principal, manifest.id);
    const stored = await storedParts(this.#env.BACKUPS, manifest.id);
    const absent = manifest.parts.find(({ number, bytes }) => stored.get(number) !== bytes);
    if (absent) return err("conflict", `Part ${absent.number} has not arrived. Send it first.`);
    await writeManifest(this.#env.BACKUPS, sealed.value);
    const { backup: _, ...summary } = summaryOf(manifest);
    await insertWork(this.#db, {
      id: manifest.id,
      kind: "backup",
      principal,
      state: {},
      progress: { ...backupProgress, done: backupProgress.total },
      now: Date.parse(manifest.startedAt),
      // Each part was refused unless it had its digest.
      finished: { at: Date.parse(manifest.finishedAt), result: { ...summary, verifiedAt: new Date().toISOString(), sha256 } },
    });
    return this.backup(principal, manifest.id);
  }

  async startRestore(principal: Principal, { commandId, ...input }: { backup: string; commandId: string }): Promise<Result<Restore>> {
    const parsed = parse(startRestoreSchema, input);
    if (!parsed.ok) return parsed;
    const { backup } = parsed.value;
    const check = async (): Promise<Result<unknown>> => {
      const row = await this.#find(principal, "backup", backup);
      if (!row.ok) return row;
      const found = row.value.status === "succeeded" ? await readManifest(this.#env.BACKUPS, backup) : undefined;
      if (!found) return err("conflict", "This backup is not complete, or its manifest is not what was written.");
      const build = checkBuild(found.manifest);
      return build.ok ? this.#checkEmpty(principal) : build;
    };
    const started = await this.#start(
      principal,
      "restore",
      commandId,
      parsed.value,
      () => ({ state: beginRestore(backup), progress: { done: 0, total: 0, unit: "parts" } }),
      check,
    );
    return started.ok ? this.restoration(principal, started.value) : started;
  }

  /** `conflict` that names what is there: a restore mixes with nothing. */
  async #checkEmpty(principal: Principal): Promise<Result<true>> {
    const found: string[] = [];
    for (const service of serviceNames) {
      const tables = await backupLife(this.#env, service).restoreObstacles(principal);
      if (!tables.ok) return tables;
      found.push(...tables.value.map(({ name, rows }) => `${service}.${name} (${rows})`));
    }
    if (found.length === 0) return ok(true);
    const shown = `${found.slice(0, 10).join(", ")}${found.length > 10 ? " and others" : ""}`;
    return err(
      "conflict",
      `This installation is not empty: there are rows in ${shown}. Restore into a fresh one, before anybody signs up and before a node joins.`,
    );
  }

  async #start(
    principal: Principal,
    kind: Kind,
    commandId: string,
    input: unknown,
    begin: (now: number) => { state: unknown; progress: { done: number; total: number; unit: string } },
    check: () => Promise<Result<unknown>> = async () => ok(true),
  ): Promise<Result<string>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const call = { db: this.#db, principal, commandId, method: kind, input, now: Date.now() };
    const started = await runOnce<{ id: string }>(call, async () => {
      const checked = await check();
      if (!checked.ok) return checked;
      const id = newId("maintenance");
      return ok({
        value: { id },
        statements: [insertWork(this.#db, { id, kind, principal, ...begin(call.now), now: call.now })],
        events: [],
      });
    });
    return started.ok ? ok(started.value.id) : started;
  }

  async #list(principal: Principal, kind: Kind, page: Partial<PageQuery>): Promise<Result<Page<WorkRow>>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const query = parse(pageQuerySchema, page);
    if (!query.ok) return query;
    const { limit, cursor } = query.value;
    const before = cursorKey(cursor, cursorKeys.id);
    if (!before.ok) return before;
    const { organisation } = allowed.value;
    // Ids begin with their time.
    const rows = await this.#db
      .select()
      .from(work)
      .where(and(eq(work.tenant, organisation), eq(work.kind, kind), before.value && lt(work.id, before.value[0])))
      .orderBy(desc(work.id))
      .limit(limit + 1);
    if (rows.some(({ finishedAt }) => finishedAt === null)) await this.#wake(organisation);
    const asStored = (row: WorkRow) => row;
    return ok(pageOf(rows, limit, asStored, ({ id }) => [id]));
  }

  async #find(principal: Principal, kind: Kind, id: string): Promise<Result<WorkRow>> {
    const allowed = authorizeOperator(principal);
    if (!allowed.ok) return allowed;
    const { organisation } = allowed.value;
    const row = await findWork(this.#db, organisation, id);
    if (row?.kind !== kind) return err("not_found", `There is no ${kind} ${id}.`);
    if (row.finishedAt === null) await this.#wake(organisation);
    return ok(row);
  }

  /** Whoever looks at unfinished work also wakes it: a crash may have come between the writing of its row and the first wake. */
  async #wake(organisation: string): Promise<void> {
    await this.#env.MAINTENANCE.getByName(organisation).wake(organisation);
  }

  get #db() {
    return drizzle(this.#env.DATABASE_DB);
  }
}
