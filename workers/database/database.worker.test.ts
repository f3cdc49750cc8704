import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Verification } from "../../contracts/services/database.ts";
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
  const started = await bus.DATABASE.startVerification(principal, { commandId });
  if (!started.ok) throw new Error(started.error.detail);
  return vi.waitFor(async () => {
    const verification = await bus.DATABASE.verification(principal, started.value.id);
    if (!verification.ok || verification.value.finishedAt === undefined) throw new Error("not yet");
    return verification.value;
  }, 10_000);
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
    expect(await verify()).toMatchObject({ status: "failed", services: [] });
  });

  it("is done once for one key, and is seen by its own organisation only", async () => {
    const [first, second] = [await verify(), await verify()];
    expect(second.id).toBe(first.id);
    expect((await verify(admin, "cmd-2")).id).not.toBe(first.id);
    expect(await bus.DATABASE.verification(principalOf("owner", stranger), first.id)).toMatchObject({
      ok: false,
      error: { code: "not_found" },
    });
    const page = await bus.DATABASE.verifications(viewer, { limit: 1 });
    expect(page).toMatchObject({ ok: true, value: { items: [{}], nextCursor: expect.any(String) } });
    const rest = page.ok ? await bus.DATABASE.verifications(viewer, { limit: 1, cursor: page.value.nextCursor }) : page;
    expect(rest).toMatchObject({ ok: true, value: { items: [{ id: first.id }] } });
  });

  it("that was cut off says so when its lease has run out", async () => {
    const { id } = await verify();
    await bus.DATABASE_DB.prepare("UPDATE verifications SET status = 'running', finished_at = NULL, lease_until = 1").run();
    expect(await bus.DATABASE.verification(viewer, id)).toMatchObject({
      ok: true,
      value: { status: "failed", message: expect.stringContaining("cut off") },
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
      async () => expect(await bus.DATABASE_DB.prepare("SELECT status FROM verifications").first("status")).toBe("succeeded"),
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
      migrations: [{ name: "0001_event_store.sql", state: "applied" }],
    });
    expect(of("database")).toMatchObject({ drift: false, migrations: [{ name: "0001_verifications.sql", state: "applied" }] });
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
