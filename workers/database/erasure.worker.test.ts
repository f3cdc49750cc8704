import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Principal } from "../../contracts/principal.ts";
import { append, storeHead } from "../event-bus/store.ts";
import { subscribers } from "../event-bus/domain/subscribers.ts";
import { accounts, write } from "../event-bus/testing/account.ts";
import {
  accountsIn,
  bus,
  derived,
  organisation,
  principalOf,
  requestAs,
  run,
  settled,
  startAfresh,
  stranger,
} from "../event-bus/testing/fixture.ts";
import { applyEvents } from "../kit/projections.ts";
import { ended, finished } from "./testing/maintenance.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 30_000 });

const owner = principalOf("owner");
const databases = () => [bus.EVENT_BUS_DB, bus.DATABASE_DB, bus.LEDGER_DB, bus.JOURNAL_DB, bus.QUIET_DB];

beforeEach(startAfresh);

const deliverAll = async () => {
  await bus.EVENT_BUS.start();
  await Promise.all(subscribers.map(settled));
};

/** Tables in which `needle` occurs anywhere, of all databases. */
async function tracesOf(needle: string): Promise<string[]> {
  const found: string[] = [];
  for (const [index, database] of databases().entries()) {
    const { results } = await database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_cf_%'")
      .all<{ name: string }>();
    for (const { name } of results) {
      const rows = await database.prepare(`SELECT * FROM ${name}`).all();
      if (JSON.stringify(rows.results).includes(needle)) found.push(`${index}:${name}`);
    }
  }
  return found;
}

async function erase(): Promise<Awaited<ReturnType<typeof ended>>> {
  const started = await bus.DATABASE.startMaintenance(owner, { kind: "erasure", organisation, commandId: "erase" });
  if (!started.ok) throw new Error(started.error.detail);
  const { id } = started.value;
  // The pause in which the owner can fetch the certificate is over.
  await vi.waitFor(
    async () => {
      const certificate = await bus.DATABASE.maintenance(owner, id);
      expect(certificate).toMatchObject({ ok: true, value: { result: { accountsAt: expect.any(String) } } });
    },
    { timeout: 20_000, interval: 100 },
  );
  await bus.DATABASE_DB.prepare("UPDATE work SET state = json_set(state, '$.notBefore', 1) WHERE id = ?").bind(id).run();
  await runDurableObjectAlarm(bus.MAINTENANCE.getByName(organisation));
  return ended(owner, id);
}

describe("erasing an organisation", () => {
  it("leaves no trace of it in any table but the record of the erasure, and everything of the others", async () => {
    await append(bus.EVENT_BUS_DB, [...run("a", 1, 3), ...run("b", 1, 1), ...run("x", 1, 2, { organisation: stranger })]);
    await write(bus.LEDGER_DB, [derived("waiting", 2)]);
    await deliverAll();
    await finished(owner, { kind: "export", commandId: "export" });
    await finished(principalOf("owner", stranger), { kind: "verification", commandId: "theirs" });
    const work = await erase();
    expect(work).toMatchObject({
      kind: "erasure",
      status: "succeeded",
      progress: { done: 8, total: 8, unit: "services" },
      result: { organisation, requestedBy: owner.id, erasedAt: expect.any(String), objects: 1 },
    });
    const services = work.kind === "erasure" ? work.result?.services : undefined;
    expect(services?.find(({ service }) => service === "marketing")).toEqual({
      service: "marketing",
      tables: [
        { name: "inbox", rows: 4 },
        { name: "accounts", rows: 2 },
      ],
    });
    const store = services?.find(({ service }) => service === "event-bus")?.tables ?? [];
    // The tests' events are years old: whether they had moved to the archive already is chance.
    expect(store.reduce((sum, { name, rows }) => sum + (name === "events" || name === "archive" ? rows : 0), 0)).toBe(4);
    // The databases of the bus, the database service, and the three that stand for the others.
    expect(await tracesOf(organisation)).toEqual([
      "0:tombstones",
      "1:tombstones",
      "1:work",
      "2:tombstones",
      "3:tombstones",
      "4:tombstones",
    ]);
    expect((await bus.DATABASE_DB.prepare("SELECT kind FROM work WHERE tenant = ?").bind(organisation).all()).results).toEqual([
      { kind: "erasure" },
    ]);
    expect((await bus.BACKUPS.list()).objects).toEqual([]);
    expect(await accountsIn(bus.JOURNAL_DB)).toEqual({ x: { amount: 3, trail: "1 2" } });
    expect(await bus.DATABASE_DB.prepare("SELECT COUNT(*) AS n FROM work WHERE tenant = ?").bind(stranger).first("n")).toBe(1);
  });

  it("takes its events out of the archive and leaves the others' readable", async () => {
    const theirs = run("x", 1, 2, { organisation: stranger });
    await append(bus.EVENT_BUS_DB, [...run("a", 1, 3), ...theirs]);
    await runInDurableObject(bus.EVENT_ARCHIVIST.getByName("system/archivist"), (archivist) => archivist.run());
    expect(await bus.EVENT_BUS_DB.prepare("SELECT COUNT(*) AS n FROM events").first("n")).toBe(0);
    await bus.EVENT_BUS.bury(owner);
    expect(await bus.EVENT_BUS.erase(owner)).toMatchObject({ ok: true, value: expect.arrayContaining([{ name: "archive", rows: 3 }]) });
    expect(await bus.EVENT_BUS.erase(owner)).toEqual({ ok: true, value: [] });
    const { objects } = await bus.EVENT_ARCHIVE.list();
    const texts = await Promise.all(
      objects.map(async ({ key }) => {
        const object = await bus.EVENT_ARCHIVE.get(key);
        return object ? new Response(object.body.pipeThrough(new DecompressionStream("gzip"))).text() : "";
      }),
    );
    expect(objects).toHaveLength(1);
    expect(texts.join("")).not.toContain(organisation);
    const slice = await bus.EVENT_BUS.readEvents(principalOf("viewer", stranger), { organisation: stranger });
    expect(slice.ok && slice.value.events.map(({ id }) => id)).toEqual(theirs.map(({ id }) => id));
  });

  it("lets no late event bring it back, wherever it comes in", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 2));
    await deliverAll();
    await erase();
    const late = { ...derived("late", 1), position: 99 };
    await append(bus.EVENT_BUS_DB, [late, derived("x", 1, { organisation: stranger })]);
    await applyEvents(bus.JOURNAL_DB, [accounts], [late, { ...derived("x", 1, { organisation: stranger }), position: 100 }], 1);
    await write(bus.LEDGER_DB, [late]);
    const left = await tracesOf(organisation);
    expect(left.filter((table) => !/tombstones|1:work/.test(table))).toEqual([]);
    expect(Object.keys(await accountsIn(bus.JOURNAL_DB))).toEqual(["x"]);
    expect(await storeHead(bus.EVENT_BUS_DB)).toBeGreaterThan(0);
  });

  it("answers no command any more once it has begun", async () => {
    expect(await bus.AUTH.bury(owner)).toMatchObject({ ok: true });
    const insert = bus.DATABASE_DB.prepare("INSERT INTO commands VALUES (?, 'c', 'f', 'v', 1)");
    await insert.bind(organisation).run();
    await bus.DATABASE.bury(owner);
    await expect(insert.bind(organisation).run()).rejects.toThrow("this organisation is being erased");
    await insert.bind(stranger).run();
    const open = (principal: Principal) => bus.EVENT_BUS.createWebhook(principal, { url: "https://hooks.example.com/", commandId: "open" });
    await bus.EVENT_BUS.bury(owner);
    expect(await open(owner)).toMatchObject({ ok: false, error: { code: "conflict", detail: expect.stringContaining("is being erased") } });
    expect(await open(principalOf("owner", stranger))).toMatchObject({ ok: true });
  });

  it("is for an owner in person who has just proved who they are and names the organisation", async () => {
    const code = async (principal: Principal, named = organisation) => {
      const init = { method: "POST", body: JSON.stringify({ organisation: named }) };
      const answer = await bus.DATABASE.fetch(requestAs(principal, "/api/v1/database/erasures", init));
      return (await answer.json<{ code: string }>()).code;
    };
    expect(await code(principalOf("admin"))).toBe("forbidden");
    expect(await code({ ...owner, kind: "api-key" })).toBe("forbidden");
    expect(await code({ ...owner, authenticatedAt: Date.now() - 600_000 })).toBe("confirmation_required");
    expect(await code(owner, stranger)).toBe("invalid_input");
    expect(await code(owner, "")).toBe("invalid_input");
    const forbidden = { ok: false, error: { code: "forbidden" } };
    for (const method of ["bury", "erase"] as const) expect(await bus.MARKETING[method](principalOf("admin"))).toMatchObject(forbidden);
    expect(await bus.MARKETING.eraseActors(principalOf("admin"), { ids: [] })).toMatchObject(forbidden);
    expect(await bus.DATABASE_DB.prepare("SELECT COUNT(*) AS n FROM work").first("n")).toBe(0);
  });

  it("refuses, and erases nothing, while a table is there that nobody has spoken for", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 1));
    await deliverAll();
    await bus.JOURNAL_DB.prepare("CREATE TABLE secrets (owner text)").run();
    const refused = { ok: false, error: { code: "internal", detail: "Nobody has said whose the rows of the table secrets are." } };
    expect(await bus.MARKETING.erase(owner)).toMatchObject(refused);
    expect(await bus.MARKETING.bury(owner)).toMatchObject(refused);
    expect(Object.keys(await accountsIn(bus.JOURNAL_DB))).toEqual(["a"]);
  });
});
