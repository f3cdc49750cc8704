import { afterAll, beforeAll, expect, test } from "vitest";
import { installation } from "../../contracts/events/ai-models.ts";
import { operator } from "../../contracts/principal.ts";
import type { AuditEntry, AuditVerification } from "../../contracts/services/audit.ts";
import { verifyExport } from "../../tools/audit/verify.ts";
import { actingAs, startAuth, type RunningAuth } from "./testing/service.ts";

let auth: RunningAuth;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

const guess = async (email: string) => (await auth.call("POST", "/api/v1/auth/sign-in", { email, password: "wrong horse" })).status;
const rows = async (sql: string, ...values: (string | number)[]) =>
  (
    await auth.database
      .prepare(sql)
      .bind(...values)
      .all<Record<string, number | string>>()
  ).results;
const counted = async () => (await rows("SELECT sum(count) AS n FROM refused_sign_ins"))[0]?.["n"];
const asOperator = (path: string) => auth.call("GET", `/api/v1/audit/installation${path}`, undefined, actingAs(operator));
const entries = async () => ((await (await asOperator("?limit=200")).json()) as { items: AuditEntry[] }).items;
const anHourLater = () => auth.database.prepare("UPDATE refused_sign_ins SET minute = minute - 3600000").run();

test("sign-ins with addresses that nobody has are one entry a minute in the installation's log, whenever it is told", async () => {
  for (let index = 0; index < 6; index++) expect(await guess(`invented${index}@example.com`)).toBe(401);
  await expect.poll(counted).toBe(6);
  await auth.rpc.drainOutbox();
  expect(await entries()).toEqual([]);
  // Should a minute have turned in between, there are two.
  await anHourLater();
  await Promise.all([auth.rpc.drainOutbox(), auth.rpc.drainOutbox()]);
  await auth.rpc.drainOutbox();
  const told = await entries();
  expect(told.length).toBeLessThanOrEqual(2);
  expect(told.reduce((sum, { details }) => sum + Number(details["count"]), 0)).toBe(6);
  expect(told[0]).toMatchObject({
    organisation: installation,
    action: "session.refused",
    actor: { kind: "anonymous", id: "anonymous" },
    target: null,
    details: { method: "password", minute: expect.stringMatching(/:00\.000Z$/) },
  });
  expect(await counted()).toBeNull();
  const left = await rows("SELECT count(*) AS n FROM outbox WHERE subject = ?", `audit/${installation}/${installation}`);
  expect(Number(left[0]?.["n"])).toBeLessThanOrEqual(told.length);
});

test("a wrong password of somebody who is known stands in the log of their organisation at once, and is counted nowhere", async () => {
  const { principal } = await auth.person("known@example.com");
  await guess("known@example.com");
  const log = async () =>
    ((await (await auth.call("GET", "/api/v1/audit", undefined, actingAs(principal))).json()) as { items: AuditEntry[] }).items;
  await expect
    .poll(async () => (await log())[0])
    .toMatchObject({ action: "session.refused", target: principal.id, details: { method: "password" } });
  expect(await counted()).toBeNull();
});

test("the operator reads, exports and verifies the installation's log, in which an altered row is found; nobody else does", async () => {
  for (let turn = 0; turn < 2; turn++) {
    await guess(`nobody${turn}@example.com`);
    await expect.poll(counted).toBe(1);
    await anHourLater();
    await auth.rpc.drainOutbox();
  }
  const { principal } = await auth.person("owner@example.com");
  for (const path of ["", "/export", "/verification"])
    expect((await auth.call("GET", `/api/v1/audit/installation${path}`, undefined, actingAs(principal))).status).toBe(403);
  expect((await auth.call("GET", "/api/v1/audit/verification", undefined, actingAs(operator))).status).toBe(403);

  const verify = async () => (await (await asOperator("/verification")).json()) as AuditVerification;
  const lines = async () => (await (await asOperator("/export")).text()).trimEnd().split("\n");
  const whole = await verify();
  expect(whole).toMatchObject({ intact: true, broken: null });
  expect(whole.entries).toBeGreaterThanOrEqual(3);
  expect(await verifyExport(await lines(), whole.head ?? undefined)).toEqual({ head: whole.head });

  await auth.database.prepare("DROP TRIGGER audit_entries_stay").run();
  await auth.database
    .prepare("UPDATE audit_entries SET details = json_set(details, '$.count', 0) WHERE organisation = ? AND sequence = 2")
    .bind(installation)
    .run();
  const broken = { sequence: 2, what: "altered" };
  expect(await verify()).toMatchObject({ intact: false, broken });
  expect(await verifyExport(await lines())).toMatchObject({ broken });
});

test("counts that a quiet day has forgiven go as new ones come, some at a time, and younger ones stay", async () => {
  const insert = auth.database.prepare("INSERT INTO sign_in_attempts (account, failures, last_at, locked_until) VALUES (?, 9, ?, 0)");
  const [old, young] = [Date.now() - 25 * 3_600_000, Date.now() - 23 * 3_600_000];
  await auth.database.batch(Array.from({ length: 50 }, (_, index) => insert.bind(`account-${index}`, index < 45 ? old : young)));
  const left = async () => (await rows("SELECT count(*) AS n FROM sign_in_attempts WHERE account LIKE 'account-%'"))[0]?.["n"];
  const seen = [];
  for (const name of ["a", "b", "c"]) {
    await guess(`sweeping-${name}@example.com`);
    seen.push(await left());
  }
  expect(seen).toEqual([30, 10, 5]);
});
