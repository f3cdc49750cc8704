import { afterAll, beforeAll, expect, test } from "vitest";
import { scopesOfRole, type Principal } from "../../contracts/principal.ts";
import type { ApiKey, CreatedApiKey, Me } from "../../contracts/services/auth.ts";
import { actingAs, startAuth, type RunningAuth } from "./testing/service.ts";

let auth: RunningAuth;
let owner: Principal;
/** Sessions of people by their id. */
const tokens = new Map<string, string>();
beforeAll(async () => {
  auth = await startAuth();
  owner = (await person("owner@example.com")).principal;
});
afterAll(() => auth.close());

async function person(email: string) {
  const signedUp = await auth.person(email);
  tokens.set(signedUp.principal.id, signedUp.token);
  return signedUp;
}

/** As a person from their session, as a key without one. */
function acting(principal: Principal): Record<string, string> {
  const token = tokens.get(principal.id);
  return { ...actingAs(principal), ...(token === undefined ? {} : { cookie: `__Host-paissive=${token}` }) };
}

const post = (body: object, principal = owner, headers: Record<string, string> = {}) =>
  auth.call("POST", "/api/v1/api-keys", body, { ...acting(principal), ...headers });
const list = async (query = "", principal = owner) =>
  (await auth.call("GET", `/api/v1/api-keys${query}`, undefined, actingAs(principal))).json() as Promise<{
    items: { id: string }[];
    nextCursor?: string;
  }>;
const revoke = (id: string, principal = owner) => auth.call("DELETE", `/api/v1/api-keys/${id}`, undefined, acting(principal));

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
  const leaver = await person("leaver@example.com");
  const answer = await post({ name: "mine", scopes: ["niches:read", "niches:write"] }, leaver.principal);
  const { key } = (await answer.json()) as CreatedApiKey;
  await auth.database.prepare("UPDATE members SET role = 'viewer' WHERE user_id = ?").bind(leaver.principal.id).run();
  expect(await auth.rpc.principalOfKey(key)).toMatchObject({ value: { role: "viewer", scopes: ["niches:read"] } });
  await auth.database.prepare("DELETE FROM members WHERE user_id = ?").bind(leaver.principal.id).run();
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
  const rotate = (id: string, body: object = {}, as = owner) => auth.call("POST", `/api/v1/api-keys/${id}/rotate`, body, acting(as));
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
  expect((await rotate(old.id, {}, (await person("rotator@example.com")).principal)).status).toBe(404);
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
  const stranger = (await person("stranger@example.com")).principal;
  const made: string[] = [];
  for (let i = 0; i < 3; i++)
    made.push(((await (await post({ name: `k${i}`, scopes: ["niches:read"] }, stranger)).json()) as CreatedApiKey).id);
  const first = await list("?limit=2", stranger);
  const second = await list(`?limit=2&cursor=${first.nextCursor ?? ""}`, stranger);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.toReversed());
  expect(second.nextCursor).toBeUndefined();
  expect((await revoke(made[0] ?? "")).status).toBe(404);
});

test("keys are made, rotated and revoked in person only by who has proved lately who they are; a key needs no proof", async () => {
  const { principal } = await person("lately@example.com");
  const made = (await (await post({ name: "before", scopes: ["keys:write", "niches:read"] }, principal)).json()) as CreatedApiKey;
  await auth.database.prepare("UPDATE sessions SET authenticated_at = 0 WHERE user_id = ?").bind(principal.id).run();
  for (const refused of [
    post({ name: "late", scopes: ["niches:read"] }, principal),
    auth.call("POST", `/api/v1/api-keys/${made.id}/rotate`, {}, acting(principal)),
    revoke(made.id, principal),
  ])
    expect(await (await refused).json()).toMatchObject({ status: 403, code: "confirmation_required" });
  const key = await auth.rpc.principalOfKey(made.key);
  if (!key.ok) throw new Error(key.error.detail);
  expect((await post({ name: "by a program", scopes: ["niches:read"] }, key.value)).status).toBe(201);
  expect((await revoke(made.id, key.value)).status).toBe(200);
});

test("who acts in a key's name later is told what it may at that moment", async () => {
  const { principal } = await person("giver@example.com");
  const { organisation } = principal;
  const old = (await (await post({ name: "starter", scopes: ["niches:read", "keys:write"] }, principal)).json()) as CreatedApiKey;
  const now = (id: string, kind: "user" | "api-key" = "api-key") => auth.rpc.principalNow({ kind, id, organisation });
  const setRole = (role: string) => auth.database.prepare("UPDATE members SET role = ? WHERE user_id = ?").bind(role, principal.id).run();
  expect(await now(principal.id, "user")).toMatchObject({ ok: true, value: { role: "owner", scopes: scopesOfRole.owner } });
  await setRole("viewer");
  expect(await now(principal.id, "user")).toMatchObject({ ok: true, value: { role: "viewer", scopes: scopesOfRole.viewer } });
  expect(await now(old.id)).toMatchObject({ ok: true, value: { role: "viewer", scopes: ["niches:read"] } });
  await setRole("owner");
  // Exchanged, not taken away: what its place is taken by goes on.
  const rotated = await auth.call("POST", `/api/v1/api-keys/${old.id}/rotate`, { overlapSeconds: 0 }, acting(principal));
  const fresh = (await rotated.json()) as CreatedApiKey;
  expect(await now(old.id)).toMatchObject({ ok: true, value: { id: old.id, scopes: ["niches:read", "keys:write"] } });
  await revoke(fresh.id, principal);
  const nobody = { ok: false, error: { code: "unauthenticated", retryable: false } };
  expect(await now(old.id)).toMatchObject(nobody);
  expect(await now("key_unknown")).toMatchObject(nobody);
  expect(await auth.rpc.principalNow({ kind: "user", id: principal.id, organisation: owner.organisation })).toMatchObject(nobody);
});

test("a service's key is made by an administrator in person, acts as the service, and stays when they leave", async () => {
  const { principal } = await person("maker@example.com");
  const { organisation } = principal;
  const scopes = ["niches:read", "niches:write", "keys:write"];
  const body = { name: "nightly import", scopes, actsAs: "service" };
  const mine = (await (await post({ name: "mine", scopes: [...scopes, "organisation:admin"] }, principal)).json()) as CreatedApiKey;
  const myKey = await auth.rpc.principalOfKey(mine.key);
  if (!myKey.ok) throw new Error(myKey.error.detail);
  expect((await post(body, { ...principal, role: "editor", scopes: [...scopesOfRole.editor, "keys:write"] })).status).toBe(403);
  expect((await post(body, myKey.value)).status).toBe(403);
  expect((await post({ ...body, scopes: ["installation:admin"] }, principal)).status).toBe(403);

  const made = (await (await post(body, principal)).json()) as CreatedApiKey;
  const service = made.service ?? "";
  expect(service).toMatch(/^svc_/);
  const acts = { ok: true, value: { kind: "service", id: service, organisation, role: "admin", scopes } };
  expect(await auth.rpc.principalOfKey(made.key)).toEqual(acts);
  expect((await list("", principal)).items).toEqual(
    expect.arrayContaining([expect.objectContaining({ id: made.id, service }), expect.objectContaining({ id: mine.id, service: null })]),
  );
  const asService = acts.value as Principal;
  const me = (await (await auth.call("GET", "/api/v1/auth/me", undefined, actingAs(asService))).json()) as Me;
  expect(me).toMatchObject({ principal: { kind: "service", id: service }, organisation: { id: organisation }, user: null });

  // Nobody's: who made it leaves, and is forgotten, and it goes on.
  await auth.database.prepare("DELETE FROM members WHERE user_id = ?").bind(principal.id).run();
  await auth.database.prepare("DELETE FROM users WHERE id = ?").bind(principal.id).run();
  expect((await auth.rpc.principalOfKey(mine.key)).ok).toBe(false);
  expect(await auth.rpc.principalOfKey(made.key)).toEqual(acts);

  // It rotates itself, makes no others, and nobody's own key rotates it.
  expect((await post({ name: "more", scopes: ["niches:read"] }, asService)).status).toBe(403);
  const rotate = (as: Principal) => auth.call("POST", `/api/v1/api-keys/${made.id}/rotate`, { overlapSeconds: 0 }, acting(as));
  expect((await rotate(myKey.value)).status).toBe(403);
  const fresh = (await (await rotate(asService)).json()) as CreatedApiKey;
  expect(fresh.service).toBe(service);
  expect((await auth.rpc.principalOfKey(made.key)).ok).toBe(false);
  const now = () => auth.rpc.principalNow({ kind: "service", id: service, organisation });
  expect(await now()).toEqual(acts);
  // Revoked, it is over in whatever it had begun.
  await revoke(fresh.id, asService);
  expect(await now()).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  expect(await auth.rpc.principalNow({ kind: "service", id: service, organisation: owner.organisation })).toMatchObject({ ok: false });
});
