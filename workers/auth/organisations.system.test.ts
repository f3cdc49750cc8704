import { afterAll, beforeAll, expect, test } from "vitest";
import { scopesOfRole } from "../../contracts/principal.ts";
import type { CreatedApiKey, Me } from "../../contracts/services/auth.ts";
import type { Membership } from "../../contracts/services/members.ts";
import { mostOwned, type OwnOrganisation } from "../../contracts/services/organisation.ts";
import { inSession, startAuth, tokenOf, type RunningAuth, type Somebody } from "./testing/service.ts";

let auth: RunningAuth;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

const call = (who: Somebody, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  auth.call(method, `/api/v1/${path}`, body, { ...inSession(who), ...headers });
const read = async <T>(who: Somebody, path: string) => (await call(who, "GET", path)).json() as Promise<T>;
const change = (who: Somebody, body: object, ifMatch = "*") => call(who, "PATCH", "auth/organisation", body, { "if-match": ifMatch });

/** The person as the door sees them now. */
async function present({ token }: Pick<Somebody, "token">): Promise<Somebody> {
  const principal = await auth.rpc.principalOfSession(token);
  if (!principal.ok) throw new Error(principal.error.detail);
  return { token, principal: principal.value };
}

/** Another member of the owner's organisation, in it. */
async function memberOf(owner: Somebody, email: string, role: string): Promise<Somebody> {
  const person = await auth.person(email);
  const { organisation } = owner.principal;
  await auth.database
    .prepare("INSERT INTO members (organisation, user_id, role, created_at) VALUES (?, ?, ?, 1)")
    .bind(organisation, person.principal.id, role)
    .run();
  const entered = await call(person, "POST", `auth/organisations/${organisation}/enter`);
  return present({ token: tokenOf(entered) });
}

async function withPasskey({ principal }: Somebody, of = auth): Promise<void> {
  await of.database
    .prepare(
      "INSERT INTO passkeys (id, user_id, public_key, counter, transports, name, backed_up, created_at) VALUES (?1, ?1, 'p', 0, '[]', 'Key', 0, 0)",
    )
    .bind(principal.id)
    .run();
}

test("where the installation demands a second factor, which it does unless it is told otherwise, nobody may do anything without one", async () => {
  const strict = await startAuth({ SECOND_FACTOR_REQUIRED: "" });
  try {
    const { principal, token } = await strict.person("first@example.com");
    expect(principal).toMatchObject({ role: "owner", scopes: [] });
    const ask = (path: string) => strict.call("GET", `/api/v1/${path}`, undefined, inSession({ principal, token }));
    expect(await (await ask("auth/me")).json()).toMatchObject({ secondFactorWanted: true });
    expect([(await ask("members")).status, (await ask("auth/factors")).status]).toEqual([403, 200]);

    await withPasskey({ principal, token }, strict);
    const now = await strict.rpc.principalOfSession(token);
    if (!now.ok) throw new Error(now.error.detail);
    expect(now.value.scopes).toEqual(scopesOfRole.owner);
    const as = inSession({ principal: now.value, token });
    const made = await strict.call("POST", "/api/v1/api-keys", { name: "k", scopes: ["niches:read"] }, as);
    const { key } = (await made.json()) as CreatedApiKey;
    expect(await strict.rpc.principalOfKey(key)).toMatchObject({ ok: true, value: { scopes: ["niches:read"] } });
    const own = await strict.call("GET", "/api/v1/auth/organisation", undefined, as);
    expect(await own.json()).toMatchObject({ secondFactorRequired: false, secondFactorRequiredOfAll: true });
    await strict.database.prepare("DELETE FROM passkeys").run();
    expect(await strict.rpc.principalOfKey(key)).toMatchObject({ ok: true, value: { scopes: [] } });
  } finally {
    await strict.close();
  }
});

test("a signed-in person makes a further organisation, enters it, and owns ten at most", async () => {
  const ada = await auth.person("ada@example.com");
  const made = await call(ada, "POST", "auth/organisations", { name: " Second looms " });
  expect(made.status).toBe(201);
  const { organisation, role } = (await made.json()) as Membership;
  expect([organisation.name, role]).toEqual(["Second looms", "owner"]);
  const there = await call(ada, "POST", `auth/organisations/${organisation.id}/enter`);
  expect((await present({ token: tokenOf(there) })).principal).toMatchObject({ organisation: organisation.id, role: "owner" });
  for (let owned = 2; owned < mostOwned; owned++)
    expect((await call(ada, "POST", "auth/organisations", { name: `No. ${owned}` })).status).toBe(201);
  expect((await call(ada, "POST", "auth/organisations", { name: "One more" })).status).toBe(409);
  expect((await call(ada, "POST", "auth/organisations", { name: " " })).status).toBe(400);
});

test("an owner who has proved lately who they are renames the organisation; nobody else does", async () => {
  const owner = await auth.person("owner@example.com");
  const admin = await memberOf(owner, "admin@example.com", "admin");
  expect((await change(admin, { name: "Mine" })).status).toBe(403);
  expect(await (await change(owner, { name: "Power looms" })).json()).toMatchObject({ name: "Power looms", secondFactorRequired: false });
  expect(await read<OwnOrganisation>(admin, "auth/organisation")).toMatchObject({ name: "Power looms", role: "admin" });
  expect((await change(owner, {})).status).toBe(400);
  await auth.database.prepare("UPDATE sessions SET authenticated_at = 0 WHERE user_id = ?").bind(owner.principal.id).run();
  expect(await (await change(owner, { name: "Late" })).json()).toMatchObject({ code: "confirmation_required" });
  const { results } = await auth.database
    .prepare("SELECT action, details FROM audit_entries WHERE organisation = ? AND action = 'organisation.renamed'")
    .bind(owner.principal.organisation)
    .all();
  expect(results).toEqual([{ action: "organisation.renamed", details: "{}" }]);
});

test("where a second factor is demanded, a member without one may do nothing but set one up, nor may their keys", async () => {
  const owner = await auth.person("strict@example.com");
  const editor = await memberOf(owner, "lax@example.com", "admin");
  const made = await call(editor, "POST", "api-keys", { name: "k", scopes: ["niches:read"] });
  const { key } = (await made.json()) as CreatedApiKey;
  expect(await (await change(owner, { secondFactorRequired: true })).json()).toMatchObject({ code: "conflict" });
  await withPasskey(owner);
  expect(await (await change(owner, { secondFactorRequired: true })).json()).toMatchObject({ secondFactorRequired: true });
  expect((await present(owner)).principal.scopes).toEqual(scopesOfRole.owner);

  const shut = await present(editor);
  expect(shut.principal).toMatchObject({ role: "admin", scopes: [] });
  expect(await auth.rpc.principalOfKey(key)).toMatchObject({ ok: true, value: { scopes: [] } });
  expect(await read<Me>(shut, "auth/me")).toMatchObject({ secondFactorWanted: true });
  expect((await call(shut, "GET", "members")).status).toBe(403);
  expect((await call(shut, "POST", "api-keys", { name: "k2", scopes: ["niches:read"] })).status).toBe(403);
  expect((await call(shut, "GET", "auth/factors")).status).toBe(200);
  // In their own organisation nothing is demanded.
  const home = await read<{ items: Membership[] }>(shut, "auth/organisations");
  expect(home.items.map(({ current }) => current).toSorted()).toEqual([false, true]);

  await withPasskey(editor);
  expect((await present(editor)).principal.scopes).toEqual(scopesOfRole.admin);
  expect(await read<Me>(editor, "auth/me")).toMatchObject({ secondFactorWanted: false });
  expect((await change(owner, { secondFactorRequired: false })).status).toBe(200);
});

test("an organisation is changed from what was seen, not over what somebody else has made of it", async () => {
  const owner = await auth.person("twice@example.com");
  const seen = (await call(owner, "GET", "auth/organisation")).headers.get("etag") ?? "";
  expect(seen).toMatch(/^"v1-w\d+"$/);
  const first = await change(owner, { name: "First looms" }, seen);
  expect([first.status, first.headers.get("etag")]).toEqual([200, '"v2"']);
  const late = await change(owner, { name: "Late looms" }, seen);
  expect([late.status, await late.json()]).toMatchObject([412, { code: "precondition_failed" }]);
  expect((await call(owner, "PATCH", "auth/organisation", { name: "Unseen looms" })).status).toBe(428);
  expect(await read<OwnOrganisation>(owner, "auth/organisation")).toMatchObject({ name: "First looms", version: 2 });
  expect((await change(owner, { name: "Second looms" }, '"v2"')).status).toBe(200);
});

test("an owner says which pages may use the API; what is no origin of a page is refused", async () => {
  const owner = await auth.person("pages@example.com");
  const of = (origin: string) => auth.rpc.organisationsOfOrigin(origin);
  const set = async (origins: string[]) => (await change(owner, { origins })).json() as Promise<OwnOrganisation>;
  expect((await set(["https://shop.example", "https://app.example", "https://app.example"])).origins).toEqual([
    "https://app.example",
    "https://shop.example",
  ]);
  expect(await of("https://shop.example")).toEqual([owner.principal.organisation]);
  for (const origin of ["https://app.example/", "http://app.example", "*", "null"])
    expect((await change(owner, { origins: [origin] })).status).toBe(400);
  expect((await set(["https://app.example"])).origins).toEqual(["https://app.example"]);
  expect([await of("https://shop.example"), await of("https://app.example")]).toEqual([[], [owner.principal.organisation]]);
  expect(await read<OwnOrganisation>(owner, "auth/organisation")).toMatchObject({ origins: ["https://app.example"] });
  await set([]);
  expect(await of("https://app.example")).toEqual([]);
});
