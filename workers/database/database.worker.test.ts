import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Verification } from "../../contracts/services/database.ts";
import { viewVerification } from "./domain/verification-view.ts";
import { ended, finished } from "./testing/maintenance.ts";
import { append } from "../event-bus/store.ts";
import { order, revoke } from "../event-bus/testing/account.ts";
import { bus, derived, principalOf, requestAs, run, settled, startAfresh, stranger } from "../event-bus/testing/fixture.ts";
import { subscribers } from "../event-bus/domain/subscribers.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const [viewer, admin] = [principalOf("viewer"), principalOf("admin")];

beforeEach(startAfresh);

const deliverAll = async () => {
  await bus.EVENT_BUS.start();
  await Promise.all(subscribers.map(settled));
};

async function verify(principal = admin, commandId = "cmd-1"): Promise<Verification> {
  const [verification] = viewVerification(await finished(principal, { kind: "verification", commandId }));
  if (!verification) throw new Error("no verification");
  return verification;
}

const outcomeOf = (verification: Verification, service: string) => verification.services.find((found) => found.service === service);

describe("verifying projections", () => {
  it("finds every row equal to the fold of the log, of its own organisation only", async () => {
    await append(bus.EVENT_BUS_DB, [...run("a", 1, 60), ...run("b", 1, 5), derived("x", 1, { organisation: stranger })]);
    await deliverAll();
    const verification = await verify();
    expect(verification).toMatchObject({ status: "succeeded", head: 66, progress: { done: 6, total: 6, unit: "services" } });
    expect(verification.services.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 6 }, () => "verified"));
    expect(outcomeOf(verification, "niche-analysis")).toMatchObject({
      events: 65,
      projections: [{ name: "accounts", rows: 2 }],
      mismatchCount: 0,
    });
  });

  it("names the row that somebody changed by hand, with what it should be", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    await deliverAll();
    await bus.JOURNAL_DB.prepare("UPDATE accounts SET amount = 7").run();
    const verification = await verify();
    expect(outcomeOf(verification, "niche-analysis")?.outcome).toBe("verified");
    expect(outcomeOf(verification, "marketing")).toMatchObject({
      outcome: "mismatched",
      mismatchCount: 1,
      mismatches: [{ projection: "accounts", key: derived("a", 1).subject, expected: { amount: 6 }, actual: { amount: 7 } }],
    });
  });

  it("does not call a service wrong whose events are still on their way", async () => {
    await order(bus.JOURNAL_DB, "later");
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    await deliverAll();
    expect(outcomeOf(await verify(), "marketing")).toMatchObject({ outcome: "behind", mismatchCount: 1 });
    await revoke(bus.JOURNAL_DB, "later");
  });

  it("does not call a service wrong whose subject is stalled", async () => {
    await order(bus.JOURNAL_DB, `refuse ${derived("a", 2).id}`);
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    await deliverAll();
    expect(outcomeOf(await verify(), "marketing")?.outcome).toBe("behind");
    await revoke(bus.JOURNAL_DB, `refuse ${derived("a", 2).id}`);
  });

  it("says of a service that does not answer that it does not, and verifies the others", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 3));
    await deliverAll();
    await bus.JOURNAL_DB.prepare("DROP TABLE accounts").run();
    const verification = await verify();
    expect(outcomeOf(verification, "marketing")).toMatchObject({ outcome: "unreachable", detail: expect.stringContaining("accounts") });
    expect(outcomeOf(verification, "niche-analysis")?.outcome).toBe("verified");
  });

  it("fails with the reason when the log cannot be read", async () => {
    await bus.EVENT_BUS_DB.prepare("DROP TABLE events").run();
    const started = await bus.DATABASE.startMaintenance(admin, { kind: "verification", commandId: "cmd-1" });
    // A broken step is repeated; this one is made to have been so as often as it may.
    const setFailures = () => bus.DATABASE_DB.prepare("UPDATE work SET failures = 7 WHERE failures > 0").run();
    await vi.waitFor(async () => expect((await setFailures()).meta.changes).toBe(1), 10_000);
    expect(await ended(viewer, started.ok ? started.value.id : "")).toMatchObject({ status: "failed" });
  });

  it("is done once for one key, and is seen by its own organisation only", async () => {
    const [first, second] = [await verify(), await verify()];
    expect(second.id).toBe(first.id);
    expect((await verify(admin, "cmd-2")).id).not.toBe(first.id);
    expect(await bus.DATABASE.maintenance(principalOf("owner", stranger), first.id)).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    const page = await bus.DATABASE.maintenances(viewer, { limit: 1 });
    expect(page).toMatchObject({ ok: true, value: { items: [{}], nextCursor: expect.any(String) } });
    const rest = page.ok ? await bus.DATABASE.maintenances(viewer, { limit: 1, cursor: page.value.nextCursor }) : page;
    expect(rest).toMatchObject({ ok: true, value: { items: [{ id: first.id }] } });
  });

  it("replays a log longer than a page, and keeps nothing of it", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 250));
    await deliverAll();
    expect(outcomeOf(await verify(), "marketing")).toMatchObject({ outcome: "verified", events: 250 });
    for (const table of ["shadow_accounts", "rebuild_events"])
      expect(await bus.JOURNAL_DB.prepare(`SELECT COUNT(*) AS n FROM ${table}`).first("n")).toBe(0);
  });

  it("goes on where it was when its actor was stopped", async () => {
    await append(bus.EVENT_BUS_DB, run("a", 1, 250));
    await deliverAll();
    const { id } = await verify();
    // As a crash after the first page leaves it: the row unfinished, the services further than the state says, no alarm.
    const state = { phase: "replay", round: 1, position: 0, events: 0, open: ["marketing"], found: [] };
    await bus.JOURNAL_DB.prepare("UPDATE rebuilds SET swap = NULL, position = 0").run();
    await bus.DATABASE_DB.prepare("UPDATE work SET status = 'running', finished_at = NULL, state = ?").bind(JSON.stringify(state)).run();
    const again = await ended(viewer, id);
    expect(again).toMatchObject({
      status: "succeeded",
      result: { services: [{ service: "marketing", outcome: "verified", events: 250 }] },
    });
  });

  it("needs an administrator who may read events", async () => {
    const status = async (principal: typeof admin) =>
      (await bus.DATABASE.fetch(requestAs(principal, "/api/v1/database/verify", { method: "POST" }))).status;
    expect(await status(viewer)).toBe(403);
    expect(await status(principalOf("editor"))).toBe(403);
    expect(await status({ ...admin, scopes: ["database:admin"] })).toBe(403);
    expect(await status({ ...admin, scopes: ["database:admin", "events:read"] })).toBe(202);
    await vi.waitFor(
      async () => expect(await bus.DATABASE_DB.prepare("SELECT status FROM work").first("status")).toBe("succeeded"),
      10_000,
    );
  });
});

describe("schemas", () => {
  it("say of every service what its database has, compared with what this build brings", async () => {
    const response = await bus.DATABASE.fetch(requestAs(viewer, "/api/v1/database/schema"));
    const { items } = await response.json<{ items: { service: string; reachable: boolean; drift: boolean; migrations: unknown[] }[] }>();
    const of = (service: string) => items.find((schema) => schema.service === service);
    expect(items).toHaveLength(8);
    expect(of("event-bus")).toMatchObject({
      reachable: true,
      drift: false,
      migrations: expect.arrayContaining([expect.objectContaining({ name: "0001_event_store.sql", state: "applied" })]),
    });
    expect(of("database")).toMatchObject({
      drift: false,
      migrations: expect.arrayContaining([expect.objectContaining({ name: "0001_verifications.sql", state: "applied" })]),
    });
    // The tests' ledger stands where niche-analysis would, with a migration that this build does not bring.
    expect(of("niche-analysis")).toMatchObject({
      drift: true,
      migrations: expect.arrayContaining([expect.objectContaining({ name: "0001_accounts.sql", state: "unknown" })]),
    });
  });

  it("say nothing of a service that does not answer", async () => {
    await bus.JOURNAL_DB.prepare("DROP TABLE d1_migrations").run();
    const schemas = await bus.DATABASE.schemas(viewer);
    expect(schemas.ok && schemas.value.find(({ service }) => service === "marketing")).toEqual({
      service: "marketing",
      reachable: false,
      drift: false,
      migrations: [],
    });
  });

  it("need the permission to read them", async () => {
    expect(await bus.DATABASE.schemas({ ...viewer, scopes: [] })).toMatchObject({ ok: false, error: { code: "forbidden" } });
  });
});
