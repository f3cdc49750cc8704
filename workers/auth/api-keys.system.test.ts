import { afterAll, beforeAll, expect, test } from "vitest";
import type { Principal } from "../../contracts/principal.ts";
import type { ApiKey, CreatedApiKey } from "../../contracts/services/auth.ts";
import { actingAs, startAuth, type RunningAuth } from "./testing/service.ts";

let auth: RunningAuth;
let owner: Principal;
beforeAll(async () => {
  auth = await startAuth();
  owner = (await auth.person("owner@example.com")).principal;
});
afterAll(() => auth.close());

const post = (body: object, principal = owner, headers: Record<string, string> = {}) =>
  auth.call("POST", "/api/v1/api-keys", body, { ...actingAs(principal), ...headers });
const list = async (query = "", principal = owner) =>
  (await auth.call("GET", `/api/v1/api-keys${query}`, undefined, actingAs(principal))).json() as Promise<{
    items: { id: string }[];
    nextCursor?: string;
  }>;
const revoke = (id: string, principal = owner) => auth.call("DELETE", `/api/v1/api-keys/${id}`, undefined, actingAs(principal));

async function make(body: object = {}): Promise<CreatedApiKey> {
  const answer = await post({ name: "a program", scopes: ["niches:read", "niches:write"], ...body });
  expect(answer.status).toBe(201);
  return (await answer.json()) as CreatedApiKey;
}

test("a key is shown once and acts for its organisation within its scopes", async () => {
  const { id, key } = await make();
  expect(await auth.rpc.principalOfKey(key)).toEqual({
    ok: true,
    value: { kind: "api-key", id, organisation: owner.organisation, role: "owner", scopes: ["niches:read", "niches:write"] },
  });
  const { results } = await auth.database.prepare("SELECT * FROM api_keys").all();
  expect(JSON.stringify([results, await list()])).not.toContain(key.split("_")[3]);
});

test("nobody gives away what they do not have", async () => {
  const key = await auth.rpc.principalOfKey((await make({ scopes: ["keys:write", "niches:read"] })).key);
  expect(key.ok).toBe(true);
  if (!key.ok) return;
  const answer = await post({ name: "more", scopes: ["niches:read", "database:admin"] }, key.value);
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ code: "forbidden", detail: expect.stringContaining("database:admin") });
  expect((await post({ name: "as much", scopes: ["niches:read"] }, key.value)).status).toBe(201);
});

test("a key never does more than its owner may now, and dies with the membership", async () => {
  const person = await auth.person("leaver@example.com");
  const answer = await post({ name: "mine", scopes: ["niches:read", "niches:write"] }, person.principal);
  const { key } = (await answer.json()) as CreatedApiKey;
  await auth.database.prepare("UPDATE members SET role = 'viewer' WHERE user_id = ?").bind(person.principal.id).run();
  expect(await auth.rpc.principalOfKey(key)).toMatchObject({ value: { role: "viewer", scopes: ["niches:read"] } });
  await auth.database.prepare("DELETE FROM members WHERE user_id = ?").bind(person.principal.id).run();
  expect((await auth.rpc.principalOfKey(key)).ok).toBe(false);
});

test("revoked, expired, altered and unknown keys are refused in the same words", async () => {
  const [revoked, expired, altered] = [await make(), await make({ expiresAt: new Date(Date.now() + 60_000).toISOString() }), await make()];
  expect((await auth.rpc.principalOfKey(expired.key)).ok).toBe(true);
  await revoke(revoked.id);
  await auth.database.prepare("UPDATE api_keys SET expires_at = ? WHERE id = ?").bind(Date.now(), expired.id).run();
  await auth.database.prepare("UPDATE api_keys SET digest = ? WHERE id = ?").bind("0".repeat(64), altered.id).run();
  const answers = await Promise.all([revoked.key, expired.key, altered.key, "pai_live_x"].map((key) => auth.rpc.principalOfKey(key)));
  for (const answer of answers)
    expect(answer).toEqual({ ok: false, error: { code: "unauthenticated", detail: "This API key is not valid.", retryable: false } });
});

test("a key with a wrong checksum is refused without a read", async () => {
  const { key } = await make();
  const mistyped = `${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`;
  await auth.database.prepare("ALTER TABLE api_keys RENAME TO api_keys_away").run();
  const answer = await auth.rpc.principalOfKey(mistyped);
  await auth.database.prepare("ALTER TABLE api_keys_away RENAME TO api_keys").run();
  expect(answer).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  expect((await auth.rpc.principalOfKey(key)).ok).toBe(true);
});

test("revoking twice, one after the other or at once, answers the same and says it once", async () => {
  const { id } = await make();
  const answers = await Promise.all(Array.from({ length: 5 }, () => revoke(id)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect((await revoke(id)).status).toBe(200);
  const { results } = await auth.database
    .prepare("SELECT sequence FROM outbox WHERE subject = ? ORDER BY sequence")
    .bind(`api-key/${owner.organisation}/${id}`)
    .all();
  expect(results).toEqual([{ sequence: 1 }, { sequence: 2 }]);
});

test("a rotated key goes on for the overlap beside the new one, which can do as much and lives as long", async () => {
  const expiresAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const old = await make({ expiresAt });
  const rotate = (id: string, body: object = {}, as = owner) => auth.call("POST", `/api/v1/api-keys/${id}/rotate`, body, actingAs(as));
  const answer = await rotate(old.id, { overlapSeconds: 3_600 });
  expect(answer.status).toBe(201);
  const fresh = (await answer.json()) as CreatedApiKey;
  expect(fresh).toMatchObject({ name: old.name, scopes: old.scopes });
  expect(Math.abs(Date.parse(fresh.expiresAt ?? "") - Date.parse(expiresAt))).toBeLessThan(60_000);
  for (const { key } of [old, fresh]) expect((await auth.rpc.principalOfKey(key)).ok).toBe(true);
  const listed = (await list("?limit=200")).items.find(({ id }) => id === old.id) as unknown as ApiKey;
  expect(listed.successor).toBe(fresh.id);
  expect(Math.abs(Date.parse(listed.expiresAt ?? "") - Date.now() - 3_600_000)).toBeLessThan(60_000);

  expect((await rotate(old.id)).status).toBe(409);
  const at = await rotate(fresh.id, { overlapSeconds: 0 });
  expect((await auth.rpc.principalOfKey(fresh.key)).ok).toBe(false);
  expect((await auth.rpc.principalOfKey(((await at.json()) as CreatedApiKey).key)).ok).toBe(true);
  expect((await rotate(old.id, {}, (await auth.person("rotator@example.com")).principal)).status).toBe(404);
});

test("that a key was used is noted once a minute, behind the answer", async () => {
  const { id, key } = await make();
  const noted = async () => (await list("?limit=200")).items.find((one) => one.id === id) as unknown as ApiKey;
  expect((await noted()).lastUsedAt).toBeNull();
  await auth.rpc.principalOfKey(key);
  await expect.poll(async () => (await noted()).lastUsedAt).not.toBeNull();
  const first = (await noted()).lastUsedAt;
  await auth.rpc.principalOfKey(key);
  expect((await noted()).lastUsedAt).toBe(first);
});

test("the same request sent again makes no second key and cannot show the first", async () => {
  const send = () => post({ name: "once", scopes: ["niches:read"] }, owner, { "idempotency-key": "make-once" });
  const first = (await (await send()).json()) as CreatedApiKey;
  const again = await send();
  expect(again.status).toBe(409);
  expect(await again.json()).toMatchObject({ detail: expect.stringContaining(first.id) });
  const other = await post({ name: "other", scopes: ["niches:read"] }, owner, { "idempotency-key": "make-once" });
  expect(other.status).toBe(422);
});

test.each([{ expiresAt: "2020-01-01T00:00:00Z" }, { scopes: [] }, { scopes: ["niches:own"] }])("%j is refused", async (wrong) => {
  expect((await post({ name: "wrong", scopes: ["niches:read"], ...wrong })).status).toBe(400);
});

test("keys are listed newest first, page by page, each organisation its own", async () => {
  const stranger = (await auth.person("stranger@example.com")).principal;
  const made: string[] = [];
  for (let i = 0; i < 3; i++)
    made.push(((await (await post({ name: `k${i}`, scopes: ["niches:read"] }, stranger)).json()) as CreatedApiKey).id);
  const first = await list("?limit=2", stranger);
  const second = await list(`?limit=2&cursor=${first.nextCursor ?? ""}`, stranger);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.toReversed());
  expect(second.nextCursor).toBeUndefined();
  expect((await revoke(made[0] ?? "")).status).toBe(404);
});
