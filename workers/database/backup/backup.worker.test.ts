import { runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { drizzle } from "drizzle-orm/d1";
import { newId } from "../../../contracts/ids.ts";
import { installation } from "../../../contracts/events/ai-models.ts";
import { operator, principalHeader } from "../../../contracts/principal.ts";
import { sealedManifestSchema, type Backup, type Restore } from "../../../contracts/services/backups.ts";
import { append } from "../../event-bus/store.ts";
import { write } from "../../event-bus/testing/account.ts";
import { subscribers, subscriptionName } from "../../event-bus/domain/subscribers.ts";
import {
  accountsIn,
  bus,
  derived,
  organisation,
  principalOf,
  run,
  settled,
  startAfresh,
  stranger,
} from "../../event-bus/testing/fixture.ts";
import { finished } from "../testing/maintenance.ts";
import { kinds } from "../work/kinds.ts";
import { takeTurn } from "../work/turn.ts";
import { insertWork, nextWork } from "../work/work-store.ts";
import { backupProgress, beginBackup } from "./backing-up.ts";
import { beginRestore } from "./restoring.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

beforeEach(startAfresh);

const deliverAll = async () => {
  await bus.EVENT_BUS.start();
  await Promise.all(subscribers.map(settled));
};

function ask(path: string, init: RequestInit & { type?: string } = {}, principal = operator): Promise<Response> {
  const headers = { "content-type": init.type ?? "application/json", [principalHeader]: JSON.stringify(principal) };
  return bus.DATABASE.fetch(new Request(`http://gateway/api/v1/database/${path}`, { ...init, headers }));
}

async function over<Work extends Backup | Restore>(path: string): Promise<Work> {
  return vi.waitFor(
    async () => {
      const work = await (await ask(path)).json<Work>();
      if (work.finishedAt === undefined) throw new Error(JSON.stringify(work));
      return work;
    },
    { timeout: 40_000, interval: 50 },
  );
}

async function backUp(): Promise<Backup> {
  const started = await (await ask("backups", { method: "POST" })).json<Backup>();
  return over<Backup>(`backups/${started.id}`);
}

async function restore(backup: string): Promise<Restore> {
  const answer = await ask("restores", { method: "POST", body: JSON.stringify({ backup }) });
  const started = await answer.json<Restore>();
  expect({ status: answer.status, started }).toMatchObject({ status: 202 });
  return over<Restore>(`restores/${started.id}`);
}

/** Everything of a backup in R2, to be put into another installation. */
async function objects(): Promise<Map<string, ArrayBuffer>> {
  const { objects: listed } = await bus.BACKUPS.list({ prefix: "backups/" });
  const found = new Map<string, ArrayBuffer>();
  for (const { key } of listed) found.set(key, (await (await bus.BACKUPS.get(key))?.arrayBuffer()) ?? new ArrayBuffer());
  return found;
}

/** The same installation, empty, with the backup sent to it as a person would. */
async function afresh(backup: string): Promise<void> {
  const kept = await objects();
  await startAfresh();
  const sealed = sealedManifestSchema.parse(JSON.parse(new TextDecoder().decode(kept.get(`backups/${backup}/manifest.json`))));
  for (const { number, sha256 } of sealed.manifest.parts) {
    const body = kept.get(`backups/${backup}/parts/${String(number).padStart(6, "0")}.ndjson.gz`);
    const sent = await ask(`backups/${backup}/parts/${number}?sha256=${sha256}`, { method: "PUT", body, type: "application/octet-stream" });
    expect(sent.status).toBe(204);
  }
  const manifest = await ask(`backups/${backup}/manifest`, { method: "PUT", body: JSON.stringify(sealed) });
  expect(manifest.status).toBe(200);
}

/** Two organisations with projections, a webhook with a secret, a recorded command, a finished verification, an event on its way. */
async function people(): Promise<void> {
  await append(bus.EVENT_BUS_DB, [...run("a", 1, 3), ...run("b", 1, 1), ...run("x", 1, 2, { organisation: stranger })]);
  await deliverAll();
  const hook = { url: "https://hooks.example.com/a", types: [], description: "", commandId: "hook" };
  expect(await bus.EVENT_BUS.createWebhook(principalOf("owner"), hook)).toMatchObject({ ok: true });
  await bus.JOURNAL_DB.prepare("INSERT INTO commands VALUES (?, 'c', 'f', 'v', 1)").bind(organisation).run();
  await finished(principalOf("owner"), { kind: "verification", commandId: "verify" });
}

/** The store, wherever an event stands: those of these tests are old enough for the archive, which takes them when it likes. */
async function events() {
  const slices = await Promise.all(
    [organisation, stranger].map((of) => bus.EVENT_BUS.readEvents(principalOf("owner", of), { organisation: of, limit: 1_000 })),
  );
  return slices.flatMap((slice) => (slice.ok ? slice.value.events : [])).toSorted((a, b) => a.position - b.position);
}
const rows = async (db: D1Database, table: string) => (await db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()).results;
async function contents() {
  return {
    events: await events(),
    accounts: [await accountsIn(bus.LEDGER_DB), await accountsIn(bus.JOURNAL_DB)],
    inbox: await rows(bus.JOURNAL_DB, "inbox"),
    commands: await rows(bus.JOURNAL_DB, "commands"),
    webhooks: await rows(bus.EVENT_BUS_DB, "webhook_endpoints"),
    work: await bus.DATABASE_DB.prepare("SELECT id, kind, status, result FROM work WHERE kind = 'verification'").all(),
  };
}
const copies = async () => {
  const found = await Promise.all(
    [bus.EVENT_BUS_DB, bus.DATABASE_DB, bus.LEDGER_DB, bus.JOURNAL_DB].map((db) =>
      db.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'frozen%'").all(),
    ),
  );
  return found.flatMap(({ results }) => results);
};

describe("a backup of the whole installation", () => {
  it("restored elsewhere gives everybody everything, secrets included, and delivery goes on after it", async () => {
    await people();
    const before = await contents();
    const backup = await backUp();
    expect(backup).toMatchObject({ status: "succeeded", result: { events: 6, head: 6, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    expect(backup.result?.verifiedAt).toBeDefined();
    expect(await copies()).toEqual([]);
    await afresh(backup.id);
    expect(await events()).toEqual([]);
    const restored = await restore(backup.id);
    expect(restored).toMatchObject({ status: "succeeded", result: { backup: backup.id, events: 6 } });
    expect(await (await ask("restores")).json()).toEqual({ items: [restored] });
    const after = await contents();
    expect({ ...after, work: after.work.results }).toEqual({ ...before, work: before.work.results });
    expect(JSON.stringify(after.webhooks)).toContain("whsec_");
    const verified = await finished(principalOf("owner"), { kind: "verification", commandId: "again" });
    expect(verified.kind === "verification" && verified.result?.services.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 6 }, () => "verified"),
    );
    await append(bus.EVENT_BUS_DB, [derived("a", 4)]);
    await deliverAll();
    expect((await accountsIn(bus.JOURNAL_DB))["a"]).toEqual({ amount: 10, trail: "1 2 3 4" });
    expect((await events()).at(-1)).toMatchObject({ position: 7, sequence: 4 });
  });

  it("brings the archive too, and gives no position twice", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 2));
    // All of it is old enough for the archive.
    await bus.EVENT_BUS.start();
    await vi.waitFor(async () => expect(await bus.EVENT_BUS_DB.prepare("SELECT COUNT(*) AS n FROM archive_segments").first("n")).toBe(1));
    const backup = await backUp();
    expect(backup.result).toMatchObject({ events: 2, segments: 1, head: 2 });
    await afresh(backup.id);
    expect(await restore(backup.id)).toMatchObject({ status: "succeeded" });
    expect((await events()).map(({ id }) => id)).toEqual(run("a", 1, 2).map(({ id }) => id));
    await append(bus.EVENT_BUS_DB, [derived("a", 3)]);
    expect((await events()).at(-1)).toMatchObject({ position: 3, sequence: 3 });
  });

  it("fails when the bucket does not have what was written, and leaves no copies behind", async () => {
    await people();
    const id = newId("maintenance");
    const now = Date.now();
    await insertWork(drizzle(bus.DATABASE_DB), {
      id,
      kind: "backup",
      state: beginBackup(now),
      progress: backupProgress,
      principal: operator,
      now,
    });
    const phase = () => bus.DATABASE_DB.prepare("SELECT state ->> 'phase' AS phase FROM work WHERE id = ?").bind(id).first("phase");
    while ((await phase()) !== "verify") await takeTurn(bus, installation);
    const [part] = (await bus.BACKUPS.list({ prefix: `backups/${id}/parts/` })).objects;
    await bus.BACKUPS.put(part?.key ?? "", "something else");
    await takeTurn(bus, installation);
    expect(await (await ask(`backups/${id}`)).json()).toMatchObject({ status: "failed", message: expect.stringContaining("Part 0") });
    expect(await copies()).toEqual([]);
    expect((await ask("restores", { method: "POST", body: JSON.stringify({ backup: id }) })).status).toBe(409);
  });

  it("can be downloaded as a tar file, listed and deleted", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 1));
    const { id } = await backUp();
    const tar = new Uint8Array(await (await ask(`backups/${id}/content`)).arrayBuffer());
    expect(new TextDecoder().decode(tar.slice(0, 13))).toBe("manifest.json");
    expect(new TextDecoder().decode(tar.slice(257, 262))).toBe("ustar");
    expect(await (await ask("backups")).json()).toMatchObject({ items: [{ id, kind: "backup", status: "succeeded" }] });
    expect((await ask(`backups/${id}`, { method: "DELETE" })).status).toBe(204);
    expect((await ask(`backups/${id}`)).status).toBe(404);
    expect((await bus.BACKUPS.list()).objects).toEqual([]);
  });

  it("is the operator's alone", async () => {
    for (const principal of [principalOf("owner"), { ...operator, kind: "user" as const }]) {
      expect((await ask("backups", { method: "POST" }, principal)).status).toBe(403);
      for (const list of ["backups", "restores"]) expect((await ask(list, {}, principal)).status).toBe(403);
      expect(await bus.AUTH.backupFreeze(principal, "mnt_1")).toMatchObject({ ok: false, error: { code: "forbidden" } });
      expect(await bus.AUTH.restoreRows(principal, [])).toMatchObject({ ok: false, error: { code: "forbidden" } });
    }
  });
});

describe("a restore", () => {
  it("is refused where there is anything already, and says where", async () => {
    await people();
    const { id } = await backUp();
    const answer = await ask("restores", { method: "POST", body: JSON.stringify({ backup: id }) });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "conflict", detail: expect.stringContaining("niche-analysis.accounts (3)") });
  });

  it("of a backup with a broken or missing part writes nothing at all", async () => {
    await people();
    const { id } = await backUp();
    await afresh(id);
    const [last] = (await bus.BACKUPS.list({ prefix: `backups/${id}/parts/` })).objects.toReversed();
    const bytes = new Uint8Array((await (await bus.BACKUPS.get(last?.key ?? ""))?.arrayBuffer()) ?? new ArrayBuffer());
    bytes[bytes.length - 5] = (bytes[bytes.length - 5] ?? 0) ^ 1;
    await bus.BACKUPS.put(last?.key ?? "", bytes);
    expect(await restore(id)).toMatchObject({ status: "failed", message: expect.stringContaining("Nothing was restored") });
    await bus.BACKUPS.delete(last?.key ?? "");
    expect(await restore(id)).toMatchObject({ status: "failed", message: expect.stringContaining("is missing") });
    expect([await events(), await rows(bus.JOURNAL_DB, "accounts"), await rows(bus.EVENT_BUS_DB, "webhook_endpoints")]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it("refuses a part whose bytes are not what was stated, and a manifest that was changed or lacks parts", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 1));
    const { id } = await backUp();
    const sealed = await (await bus.BACKUPS.get(`backups/${id}/manifest.json`))?.json<{ manifest: object; sha256: string }>();
    await startAfresh();
    const part = `backups/${id}/parts/0?sha256=${"0".repeat(64)}`;
    expect((await ask(part, { method: "PUT", body: "something", type: "application/octet-stream" })).status).toBe(400);
    const changed = { ...sealed, manifest: { ...sealed?.manifest, head: 99 } };
    expect((await ask(`backups/${id}/manifest`, { method: "PUT", body: JSON.stringify(changed) })).status).toBe(400);
    expect((await ask(`backups/${id}/manifest`, { method: "PUT", body: JSON.stringify(sealed) })).status).toBe(409);
  });
});

describe("whoever delivers", () => {
  it("goes on from where it was, and never from beyond the end of the restored store", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 6));
    await deliverAll();
    const subscription = () => bus.EVENT_SUBSCRIPTION.getByName(subscriptionName("marketing"));
    const page = await subscription().backup({ run: "mnt_1" });
    const pieces = page.ok ? page.value.pieces : [];
    for (const [head, cursor] of [
      [9, 6],
      [4, 4],
    ] as const) {
      await startAfresh();
      await subscription().restore({ run: "mnt_2", pieces });
      expect((await subscription().state(organisation)).cursor).toBe(0);
      await subscription().restore({ run: "mnt_2", stored: 0, head });
      expect((await subscription().state(organisation)).cursor).toBe(cursor);
    }
  });

  it("to a webhook takes again what it had from beyond that end, and keeps what waits from before", async () => {
    const name = { organisation, id: "whk_1" };
    const endpoint = () => bus.WEBHOOK_ENDPOINT.getByName(`${organisation}/whk_1`);
    const page = await runInDurableObject(endpoint(), async (actor, ctx) => {
      await actor.health(name);
      ctx.storage.sql.exec("UPDATE endpoint SET cursor = 6");
      for (const position of [3, 5])
        ctx.storage.sql.exec(
          `INSERT INTO deliveries (event_id, type, subject, position, status, attempts, failures, next_at, created_at)
            VALUES ('e' || ?1, 'niche.derived', 's', ?1, 'pending', 0, 0, 8e15, 1)`,
          position,
        );
      return actor.backup({ run: "mnt_1" });
    });
    await startAfresh();
    // Switched off: its actor has nothing to send.
    await bus.EVENT_BUS_DB.prepare(
      `INSERT INTO webhook_endpoints (id, organisation, url, description, types, enabled, start_position, secret, created_at, updated_at)
        VALUES ('whk_1', ?, 'https://hooks.example.com/', '', '[]', 0, 0, 's', 1, 1)`,
    )
      .bind(organisation)
      .run();
    await endpoint().restore({ run: "mnt_2", pieces: page.ok ? page.value.pieces : [] });
    await endpoint().restore({ run: "mnt_2", stored: 0, head: 4 });
    expect(await endpoint().health(name)).toMatchObject({ cursor: 4, pending: 1 });
  });
});

describe("cut off after any step, before it was noted,", () => {
  const db = () => drizzle(bus.DATABASE_DB);

  /** Takes every step twice, as after a crash between its effects and the note of it. Answers how many there were. */
  async function stepByStep(): Promise<number> {
    for (let taken = 0; ; taken++) {
      const row = await nextWork(db(), installation);
      if (!row) return taken;
      const context = { env: bus, principal: operator, id: row.id, now: Date.now() };
      await kinds[row.kind].step(context, JSON.parse(row.state));
      await takeTurn(bus, installation);
    }
  }

  it("an event that was written and acknowledged while the backup was made is told again after the restore", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 1));
    const id = newId("maintenance");
    const now = Date.now();
    await insertWork(db(), { id, kind: "backup", state: beginBackup(now), progress: backupProgress, principal: operator, now });
    const phase = () =>
      bus.DATABASE_DB.prepare("SELECT state ->> 'reading' FROM work WHERE id = ?").bind(id).first<number>("state ->> 'reading'");
    // The store has been read, the rows of niche analysis have not.
    while (Number(await phase()) < 4) await takeTurn(bus, installation);
    await write(bus.LEDGER_DB, [derived("late", 1)]);
    await bus.NICHE_ANALYSIS.acknowledge([{ subject: derived("late", 1).subject, sequence: 1 }]);
    expect(await rows(bus.LEDGER_DB, "outbox")).toEqual([]);
    await stepByStep();
    await afresh(id);
    expect(await restore(id)).toMatchObject({ status: "succeeded" });
    await vi.waitFor(async () => expect((await events()).map((event) => event.id)).toContain(derived("late", 1).id), { timeout: 20_000 });
  });

  it("a backup and a restore come to the same", async () => {
    await people();
    const before = await contents();
    const id = newId("maintenance");
    const work = { principal: operator, now: Date.now() };
    await insertWork(db(), { id, kind: "backup", state: beginBackup(work.now), progress: backupProgress, ...work });
    expect(await stepByStep()).toBeGreaterThan(5);
    await afresh(id);
    const progress = { done: 0, total: 0, unit: "parts" };
    await insertWork(db(), { id: newId("maintenance"), kind: "restore", state: beginRestore(id), progress, ...work });
    const steps = await stepByStep();
    expect(await bus.DATABASE_DB.prepare("SELECT status, message FROM work WHERE kind = 'restore'").first()).toEqual({
      status: "succeeded",
      message: null,
    });
    expect(steps).toBeGreaterThan(5);
    const after = await contents();
    expect({ ...after, work: after.work.results }).toEqual({ ...before, work: before.work.results });
  });
});
