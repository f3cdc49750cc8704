import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionPolicy } from "../../contracts/services/sessions.ts";
import { openIdentityProvider, type IdentityProvider, type Persona } from "./testing/identity-provider.ts";
import { actingAs, password, startAuth, type RunningAuth } from "./testing/service.ts";

let auth: RunningAuth;
let double: IdentityProvider;
beforeAll(async () => {
  double = await openIdentityProvider();
  const client = { GITHUB_CLIENT_ID: "client", GITHUB_CLIENT_SECRET: "secret", GOOGLE_CLIENT_ID: "client", GOOGLE_CLIENT_SECRET: "secret" };
  auth = await startAuth({ ...client, GITHUB_URL: double.url, GOOGLE_ISSUER: double.url, PUBLIC_URL: "https://app.example" });
});
afterAll(async () => {
  await auth.close();
  double.close();
});

const get = (path: string, cookie = "") => auth.call("GET", `/api/v1/auth/${path}`, undefined, cookie === "" ? {} : { cookie });
const cookiesOf = (answer: Response) => answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");

async function setOut(provider: string) {
  const answer = await get(`oauth/${provider}`);
  expect(answer.status).toBe(302);
  return { location: answer.headers.get("location") ?? "", cookie: cookiesOf(answer)[0] ?? "" };
}

/** Goes to the provider and comes back; returns where to, and who is signed in then. */
async function through(provider: string, who: Persona) {
  const { location, cookie } = await setOut(provider);
  const { code, state } = double.agree(location, who);
  return arrived(await get(`oauth/${provider}/callback?code=${code}&state=${state}`, cookie));
}

async function arrived(answer: Response) {
  const token = cookiesOf(answer)
    .find((cookie) => cookie.startsWith("__Host-paissive="))
    ?.split("=")[1];
  const principal = token === undefined ? undefined : await auth.rpc.principalOfSession(token);
  return { location: decodeURIComponent(answer.headers.get("location") ?? ""), user: principal?.ok ? principal.value.id : undefined };
}

test("with either provider a new person gets an account, and the same person gets in again under another address", async () => {
  expect(await (await get("providers")).json()).toEqual({ items: ["github", "google"] });
  const users: (string | undefined)[] = [];
  for (const [index, provider] of ["github", "google"].entries()) {
    const first = await through(provider, { subject: 7, email: `grace${index}@example.com`, verified: true });
    expect(first).toMatchObject({ location: "/", user: expect.stringMatching(/^usr_/) });
    expect((await through(provider, { subject: 7, email: `new${index}@example.com`, verified: true })).user).toBe(first.user);
    users.push(first.user);
  }
  // The same subject of another provider is somebody else.
  expect(new Set(users).size).toBe(2);
});

test("PKCE and a nonce are asked for, and the state is bound to the browser that set out and used once", async () => {
  const { location, cookie } = await setOut("google");
  const asked = new URL(location).searchParams;
  expect([asked.get("code_challenge_method"), asked.get("redirect_uri")]).toEqual([
    "S256",
    "https://app.example/api/v1/auth/oauth/google/callback",
  ]);
  for (const name of ["nonce", "state", "code_challenge"]) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
  const { code, state } = double.agree(location, { subject: 8, email: "csrf@example.com", verified: true });
  const callback = `oauth/google/callback?code=${code}&state=${state}`;
  const other = await setOut("google");
  for (const wrong of ["", other.cookie]) expect((await arrived(await get(callback, wrong))).user).toBeUndefined();
  expect((await arrived(await get(`oauth/github/callback?code=${code}&state=${state}`, cookie))).user).toBeUndefined();
  expect((await arrived(await get(callback, cookie))).user).toBeUndefined();
});

test("an ID token for somebody else, of somebody else, or to another question signs nobody in", async () => {
  for (const forged of [
    { aud: "another" },
    { iss: "https://evil.example" },
    { nonce: "another" },
    { nonce: undefined },
    { expires: "1m ago" },
  ]) {
    double.forged = forged;
    const { location, user } = await through("google", { subject: 9, email: "forged@example.com", verified: true });
    expect([forged, location.startsWith("/sign-in#failed="), user]).toEqual([forged, true, undefined]);
  }
  double.forged = {};
  expect((await through("google", { subject: 9, email: "forged@example.com", verified: true })).user).toBeDefined();
});

test("an address that one side has not verified opens no account that is there", async () => {
  const victim = await auth.person("victim@example.com");
  const unverified = await through("github", { subject: 10, email: "nobody@example.com", verified: false });
  expect(unverified.location).toContain("#failed=forbidden");
  expect((await through("github", { subject: 11, email: "victim@example.com", verified: true })).location).toContain("#failed=conflict");
  await auth.database.prepare("UPDATE users SET email_verified = 1 WHERE id = ?").bind(victim.principal.id).run();
  expect((await through("github", { subject: 11, email: "victim@example.com", verified: true })).user).toBe(victim.principal.id);
  const entries = await auth.database
    .prepare("SELECT action, details FROM audit_entries WHERE organisation = ? AND action LIKE 'identity.%'")
    .bind(victim.principal.organisation)
    .all();
  expect(entries.results).toEqual([{ action: "identity.linked", details: '{"provider":"github"}' }]);
  const byPassword = await auth.call("POST", "/api/v1/auth/sign-in", { email: "victim@example.com", password });
  expect(byPassword.status).toBe(200);
});

test("an ID token signed by nobody, with another's key or with our own secret signs nobody in", async () => {
  for (const signer of ["nobody", "another", "secret"] as const) {
    double.signer = signer;
    const { location, user } = await through("google", { subject: 12, email: "unsigned@example.com", verified: true });
    expect([signer, location.startsWith("/sign-in#failed="), user]).toEqual([signer, true, undefined]);
  }
  double.signer = "issuer";
  expect((await through("google", { subject: 12, email: "unsigned@example.com", verified: true })).user).toBeDefined();
});

test("a second factor that is set up here is asked for, whatever the other service says of its own", async () => {
  const { user } = await through("google", { subject: 13, email: "strong@example.com", verified: true });
  await auth.database
    .prepare(
      "INSERT INTO passkeys (id, user_id, public_key, counter, transports, name, backed_up, created_at) VALUES ('k', ?, 'p', 0, '[]', 'Key', 0, 0)",
    )
    .bind(user)
    .run();
  double.forged = { amr: ["mfa", "hwk"], acr: "urn:mace:incommon:iap:gold", auth_time: Math.floor(Date.now() / 1_000) };
  const again = await through("google", { subject: 13, email: "strong@example.com", verified: true });
  double.forged = {};
  expect([again.location.startsWith("/sign-in#challenge="), again.user]).toEqual([true, undefined]);
});

test("a session begun with another service runs out as all others do, and signing out here tells the service nothing", async () => {
  const { user } = await through("google", { subject: 15, email: "ending@example.com", verified: true });
  const read = () =>
    auth.database.prepare("SELECT method, expires_at - created_at AS lives, last_seen_at FROM sessions WHERE user_id = ?").bind(user).all();
  expect((await read()).results).toMatchObject([{ method: "oauth", lives: sessionPolicy.absoluteMs }]);
  const { location, cookie } = await setOut("google");
  const { code, state } = double.agree(location, { subject: 15, email: "ending@example.com", verified: true });
  const again = await get(`oauth/google/callback?code=${code}&state=${state}`, cookie);
  const token = cookiesOf(again).find((one) => one.startsWith("__Host-paissive=")) ?? "";
  const asked = double.asked;
  expect((await auth.call("POST", "/api/v1/auth/sign-out", undefined, { cookie: token })).status).toBe(204);
  expect((await auth.rpc.principalOfSession(token.split("=")[1] ?? "")).ok).toBe(false);
  expect([double.asked, (await read()).results.length]).toEqual([asked, 1]);
});

test("an identity is taken off after a fresh proof, signs nobody in any more, and is never the last way in", async () => {
  const person = await auth.person("linked@example.com");
  await auth.database.prepare("UPDATE users SET email_verified = 1 WHERE id = ?").bind(person.principal.id).run();
  expect((await through("google", { subject: 14, email: "linked@example.com", verified: true })).user).toBe(person.principal.id);
  const as = { ...actingAs(person.principal), cookie: `__Host-paissive=${person.token}` };
  const listed = async () =>
    ((await (await auth.call("GET", "/api/v1/auth/identities", undefined, as)).json()) as { items: { id: string; provider: string }[] })
      .items;
  const [identity] = await listed();
  expect(identity).toMatchObject({ provider: "google" });
  const off = () => auth.call("DELETE", `/api/v1/auth/identities/${identity?.id}`, undefined, as);
  await auth.database.prepare("UPDATE sessions SET authenticated_at = 0 WHERE user_id = ?").bind(person.principal.id).run();
  expect(await (await off()).json()).toMatchObject({ code: "confirmation_required" });
  await auth.database.prepare("UPDATE sessions SET authenticated_at = ? WHERE user_id = ?").bind(Date.now(), person.principal.id).run();
  const hash = await auth.database
    .prepare("SELECT * FROM accounts WHERE user_id = ? AND provider_id = 'credential'")
    .bind(person.principal.id)
    .first<{ id: string }>();
  await auth.database
    .prepare("UPDATE accounts SET user_id = (SELECT id FROM users WHERE id != ?1 LIMIT 1) WHERE id = ?2")
    .bind(person.principal.id, hash?.id)
    .run();
  expect((await off()).status).toBe(409);
  await auth.database.prepare("UPDATE accounts SET user_id = ? WHERE id = ?").bind(person.principal.id, hash?.id).run();
  expect((await off()).status).toBe(204);
  expect((await off()).status).toBe(404);
  expect(await listed()).toEqual([]);
  const { results } = await auth.database
    .prepare("SELECT action FROM audit_entries WHERE organisation = ? AND action LIKE 'identity.%' ORDER BY sequence")
    .bind(person.principal.organisation)
    .all();
  expect(results).toEqual([{ action: "identity.linked" }, { action: "identity.removed" }]);
});
