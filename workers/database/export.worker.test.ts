import { beforeEach, describe, expect, it, vi } from "vitest";
import { sha256Hex } from "../../contracts/digest.ts";
import type { Maintenance } from "../../contracts/services/database.ts";
import { append } from "../event-bus/store.ts";
import { subscribers } from "../event-bus/domain/subscribers.ts";
import { bus, derived, organisation, principalOf, requestAs, run, settled, startAfresh, stranger } from "../event-bus/testing/fixture.ts";
import { finished } from "./testing/maintenance.ts";

// Real databases on a disk that others use too.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const owner = principalOf("owner");

beforeEach(startAfresh);

const deliverAll = async () => {
  await bus.EVENT_BUS.start();
  await Promise.all(subscribers.map(settled));
};
const exportAll = () => finished(owner, { kind: "export", commandId: "cmd-1" });
const content = (id: string, who = owner, method = "GET") =>
  bus.DATABASE.fetch(requestAs(who, `/api/v1/database/exports/${id}/content`, { method }));

function resultOf(work: Maintenance) {
  if (work.kind !== "export" || !work.result) throw new Error(JSON.stringify(work));
  return work.result;
}

describe("exporting an organisation", () => {
  it("gives all its events and rows and nobody else's, with counts and the digest of the file", async () => {
    await append(bus.EVENT_BUS_DB, [...run("a", 1, 3), ...run("b", 1, 1), derived("x", 1, { organisation: stranger })]);
    await deliverAll();
    const work = await exportAll();
    const text = await (await content(work.id)).text();
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { kind: string; service?: string; table?: string; event?: { id: string } });
    expect(lines.filter(({ kind }) => kind === "event").map(({ event }) => event?.id)).toEqual(
      [...run("a", 1, 3), ...run("b", 1, 1)].map(({ id }) => id),
    );
    expect(lines.filter(({ service }) => service === "marketing")).toEqual([
      {
        kind: "row",
        service: "marketing",
        table: "accounts",
        row: { organisation, subject: derived("a", 1).subject, amount: 6, trail: "1 2 3" },
      },
      {
        kind: "row",
        service: "marketing",
        table: "accounts",
        row: { organisation, subject: derived("b", 1).subject, amount: 1, trail: "1" },
      },
    ]);
    expect(text).not.toContain(stranger);
    expect(resultOf(work)).toMatchObject({
      head: 5,
      lines: lines.length,
      bytes: new TextEncoder().encode(text).byteLength,
      sha256: await sha256Hex(text),
      sections: expect.arrayContaining([
        { service: "event-bus", table: "events", lines: 4 },
        { service: "marketing", table: "accounts", lines: 2 },
      ]),
    });
    expect(resultOf(work).sections.reduce((sum, { lines: n }) => sum + n, 0)).toBe(lines.length);
  });

  it("goes over many pages without losing or doubling a row", async () => {
    const insert = bus.JOURNAL_DB.prepare("INSERT INTO accounts VALUES (?, ?, 1, 'x')");
    await bus.JOURNAL_DB.batch(Array.from({ length: 230 }, (_, index) => insert.bind(organisation, `s${index}`)));
    const work = await exportAll();
    const subjects = (await (await content(work.id)).text()).match(/"subject":"s\d+"/g) ?? [];
    expect(new Set(subjects).size).toBe(230);
    expect(subjects).toHaveLength(230);
  });

  it("is for an owner in person, and can be deleted", async () => {
    const forbidden = { ok: false, error: { code: "forbidden" } };
    const start = { kind: "export", commandId: "c" } as const;
    expect(await bus.DATABASE.startMaintenance(principalOf("admin"), start)).toMatchObject(forbidden);
    expect(await bus.DATABASE.startMaintenance({ ...owner, kind: "api-key" }, start)).toMatchObject(forbidden);
    expect(await bus.MARKETING.exportRows(principalOf("admin"))).toMatchObject(forbidden);
    const stale = { ...owner, authenticatedAt: Date.now() - 600_000 };
    const unconfirmed = { ok: false, error: { code: "confirmation_required" } };
    expect(await bus.DATABASE.startMaintenance(stale, start)).toMatchObject(unconfirmed);
    await append(bus.EVENT_BUS_DB, run("a", 1, 1));
    const { id } = await exportAll();
    expect(await (await content(id, stale)).json()).toMatchObject({ status: 403, code: "confirmation_required" });
    expect((await content(id, principalOf("admin"))).status).toBe(403);
    expect((await content(id, principalOf("owner", stranger))).status).toBe(404);
    expect((await content(id, owner, "DELETE")).status).toBe(204);
    expect((await content(id)).status).toBe(404);
    expect((await bus.BACKUPS.list()).objects).toEqual([]);
  });
});
