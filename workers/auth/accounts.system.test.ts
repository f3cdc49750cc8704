import { scryptSync } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventEnvelopeSchema, schemaOf } from "../../contracts/events/index.ts";
import type { Page } from "../../contracts/page.ts";
import type { SessionView } from "../../contracts/services/sessions.ts";
import { actingAs, password, startAuth, tokenOf, type RunningAuth } from "./testing/service.ts";

let auth: RunningAuth;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

const signUp = (email: string) => auth.call("POST", "/api/v1/auth/sign-up", { email, password, name: "Ada", organisationName: "Looms" });
const signIn = (email: string, secret = password) => auth.call("POST", "/api/v1/auth/sign-in", { email, password: secret });

async function count(table: string, where = "1"): Promise<number> {
  return (await auth.database.prepare(`SELECT count(*) AS n FROM ${table} WHERE ${where}`).first<{ n: number }>())?.n ?? -1;
}

test("signing up makes a person who owns their organisation, signed in for seven days, by a cookie that no script reads", async () => {
  const before = Date.now();
  const answer = await signUp(" Owner@Example.com");
  expect(answer.status).toBe(201);
  const body = await answer.json();
  expect(body).toMatchObject({ user: { email: "owner@example.com", name: "Ada" }, organisation: { name: "Looms" }, role: "owner" });
  const days = (Date.parse((body as { expiresAt: string }).expiresAt) - before) / 86_400_000;
  expect(days).toBeGreaterThanOrEqual(7);
  expect(days).toBeLessThan(7.001);
  expect(answer.headers.get("set-cookie")).toMatch(/^__Host-paissive=[\w-]{43}; Path=\/; Max-Age=604800; Secure; HttpOnly; SameSite=Lax$/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("neither the token nor the password can be read in the database", async () => {
  const { token } = await auth.person("hidden@example.com");
  const stored = await Promise.all(
    ["sessions", "accounts", "users", "outbox"].map((table) => auth.database.prepare(`SELECT * FROM ${table}`).all()),
  );
  const text = JSON.stringify(stored.map(({ results }) => results));
  expect(text).toContain("hidden@example.com");
  expect(text).not.toContain(token);
  expect(text).not.toContain(password);
});

test("both events stand in the outbox, follow their schemas, and name nobody", async () => {
  const { signedIn } = await auth.person("events@example.com");
  const { results } = await auth.database.prepare("SELECT envelope FROM outbox").all<{ envelope: string }>();
  const events = results
    .map(({ envelope }) => eventEnvelopeSchema.parse(JSON.parse(envelope)))
    .filter((event) => event.organisation === signedIn.organisation.id);
  expect(events.map(({ type, sequence }) => [type, sequence])).toEqual([
    ["audit.recorded", 1],
    ["audit.recorded", 2],
    ["organisation.created", 1],
    ["user.signed-up", 1],
  ]);
  for (const event of events) expect(schemaOf(event.type, 1)?.safeParse(event.data).success).toBe(true);
  expect(JSON.stringify(events)).not.toMatch(/events@example\.com|Ada|Looms/);
});

test("a sign-up that breaks on its last row leaves nothing behind", async () => {
  const before = { organisations: await count("organisations"), outbox: await count("outbox") };
  await auth.database.prepare("CREATE TRIGGER no_members BEFORE INSERT ON members BEGIN SELECT RAISE(ABORT, 'no room'); END").run();
  const answer = await signUp("broken@example.com");
  await auth.database.prepare("DROP TRIGGER no_members").run();
  expect(answer.status).toBe(500);
  expect(await count("users", "email = 'broken@example.com'")).toBe(0);
  expect({ organisations: await count("organisations"), outbox: await count("outbox") }).toEqual(before);
  expect((await signUp("broken@example.com")).status).toBe(201);
});

test("of two sign-ups with one address at once, one wins and the other is told so", async () => {
  const answers = await Promise.all([signUp("twice@example.com"), signUp("Twice@example.com")]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
  expect(await count("users", "email = 'twice@example.com'")).toBe(1);
});

test("who is overtaken between the look and the write is told so, too", async () => {
  await auth.database
    .prepare(
      `CREATE TRIGGER rival BEFORE INSERT ON users WHEN NEW.email = 'raced@example.com' AND NEW.id <> 'usr_rival'
       BEGIN INSERT INTO users VALUES ('usr_rival', 'Rival', NEW.email, 0, NULL, 0, 0); END`,
    )
    .run();
  const answer = await signUp("raced@example.com");
  await auth.database.prepare("DROP TRIGGER rival").run();
  expect(answer.status).toBe(409);
  expect(await answer.json()).toMatchObject({ code: "conflict" });
});

test.each([
  [{ email: "not an address" }, "email"],
  [{ password: "short" }, "password"],
  [{ name: "" }, "name"],
  [{ organisationName: "x".repeat(101) }, "organisationName"],
])("%j is refused by naming the field", async (wrong, path) => {
  const answer = await auth.call("POST", "/api/v1/auth/sign-up", {
    email: "f@example.com",
    password,
    name: "F",
    organisationName: "F",
    ...wrong,
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ code: "invalid_input", errors: [{ path }] });
});

test("a wrong password and an unknown address get the same answer", async () => {
  await auth.person("known@example.com");
  const [wrong, unknown] = [await signIn("known@example.com", "wrong horse"), await signIn("unknown@example.com", "wrong horse")];
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.text()).toBe(await unknown.text());
});

test("a session is listed, ended alone or with all others, and no one ends another person's", async () => {
  const { principal, token } = await auth.person("many@example.com");
  const here = { ...actingAs(principal), cookie: `__Host-paissive=${token}` };
  const others = [tokenOf(await signIn("many@example.com")), tokenOf(await signIn("many@example.com"))];
  const list = async () =>
    ((await (await auth.call("GET", "/api/v1/auth/sessions", undefined, here)).json()) as { items: SessionView[] }).items;
  expect((await list()).map(({ current, method }) => [current, method])).toEqual([
    [false, "password"],
    [false, "password"],
    [true, "password"],
  ]);
  const page = async (cursor: string) =>
    (await (await auth.call("GET", `/api/v1/auth/sessions?limit=2${cursor}`, undefined, here)).json()) as Page<SessionView>;
  const firstPage = await page("");
  const secondPage = await page(`&cursor=${encodeURIComponent(firstPage.nextCursor ?? "")}`);
  expect(secondPage.nextCursor).toBeUndefined();
  expect([...firstPage.items, ...secondPage.items]).toEqual(await list());
  const stranger = await auth.person("prying@example.com");
  const end = (id: string | undefined, as: Record<string, string>) => auth.call("DELETE", `/api/v1/auth/sessions/${id}`, undefined, as);
  const [first] = await list();
  const theirs = { ...actingAs(stranger.principal), cookie: `__Host-paissive=${stranger.token}` };
  expect((await end(first?.id, theirs)).status).toBe(404);
  expect((await end(first?.id, here)).status).toBe(204);
  const alive = async () => (await Promise.all([token, ...others].map((one) => auth.rpc.principalOfSession(one)))).map(({ ok }) => ok);
  expect(await alive()).toEqual([true, true, false]);
  expect(await (await auth.call("DELETE", "/api/v1/auth/sessions", undefined, here)).json()).toEqual({ revoked: 1 });
  expect(await alive()).toEqual([true, false, false]);
});

test("sessions are ended only after a fresh proof, and confirming who one is gives a new token", async () => {
  const { principal, token } = await auth.person("proof@example.com");
  await signIn("proof@example.com");
  const as = (one: string) => ({ ...actingAs(principal), cookie: `__Host-paissive=${one}` });
  await auth.database.prepare("UPDATE sessions SET authenticated_at = 0 WHERE user_id = ?").bind(principal.id).run();
  const endOthers = (one: string) => auth.call("DELETE", "/api/v1/auth/sessions", undefined, as(one));
  expect(await (await endOthers(token)).json()).toMatchObject({ status: 403, code: "confirmation_required" });
  const confirmed = await auth.call("POST", "/api/v1/auth/confirm", { password }, as(token));
  expect(Object.keys((await confirmed.json()) as object)).toEqual(["confirmedUntil"]);
  expect((await auth.rpc.principalOfSession(token)).ok).toBe(false);
  expect(await (await endOthers(tokenOf(confirmed))).json()).toEqual({ revoked: 1 });
});

test("a new password wants the present one, ends all other sessions and gives this one a new token", async () => {
  const { principal, token } = await auth.person("change@example.com");
  const other = tokenOf(await signIn("change@example.com"));
  const here = { ...actingAs(principal), cookie: `__Host-paissive=${token}` };
  const change = (currentPassword: string, newPassword: string) =>
    auth.call("POST", "/api/v1/auth/password", { currentPassword, newPassword }, here);
  expect(await (await change("wrong horse", "staple the battery")).json()).toMatchObject({ errors: [{ path: "currentPassword" }] });
  expect(await (await change(password, "password1")).json()).toMatchObject({ errors: [{ path: "newPassword" }] });
  const changed = await change(password, "staple the battery");
  expect(changed.status).toBe(204);
  expect((await auth.rpc.principalOfSession(tokenOf(changed))).ok).toBe(true);
  expect((await auth.rpc.principalOfSession(token)).ok).toBe(false);
  expect((await auth.rpc.principalOfSession(other)).ok).toBe(false);
  expect((await signIn("change@example.com")).status).toBe(401);
  expect((await signIn("change@example.com", "staple the battery")).status).toBe(200);
});

test("guesses at the present password by who holds a session are slowed, without keeping the person from signing in", async () => {
  const { principal, token } = await auth.person("held@example.com");
  const confirm = (secret: string) =>
    auth.call("POST", "/api/v1/auth/confirm", { password: secret }, { ...actingAs(principal), cookie: `__Host-paissive=${token}` });
  const answers = [];
  for (let guess = 0; guess < 6; guess++) answers.push((await confirm(`wrong horse ${guess}`)).status);
  expect(answers).toEqual([400, 400, 400, 400, 400, 429]);
  expect((await confirm(password)).status).toBe(429);
  expect((await signIn("held@example.com")).status).toBe(200);
});

test("five guesses at once or in a row lock an account for half a minute, the right password included", async () => {
  await auth.person("guessed@example.com");
  const guesses = await Promise.all(Array.from({ length: 12 }, (_, i) => signIn("guessed@example.com", `wrong horse ${i}`)));
  const looked = guesses.filter(({ status }) => status === 401).length;
  expect(looked).toBeLessThanOrEqual(5);
  expect(guesses.filter(({ status }) => status === 429)).toHaveLength(12 - looked);
  for (let i = looked; i < 5; i++) await signIn("guessed@example.com", `another wrong horse ${i}`);

  const right = await signIn("guessed@example.com");
  expect(right.status).toBe(429);
  const wait = Number(right.headers.get("retry-after"));
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(30);

  await auth.database.prepare("UPDATE sign_in_attempts SET locked_until = 0 WHERE failures >= 5").run();
  expect((await signIn("guessed@example.com")).status).toBe(200);
  expect((await signIn("guessed@example.com", "wrong horse")).status).toBe(401);
});

test("signing out ends this session and no other, and asking twice changes nothing", async () => {
  const { token } = await auth.person("leaving@example.com");
  const other = tokenOf(await signIn("leaving@example.com"));
  const signOut = () => auth.call("POST", "/api/v1/auth/sign-out", undefined, { cookie: `__Host-paissive=${token}` });
  const answer = await signOut();
  expect(answer.status).toBe(204);
  expect(answer.headers.get("set-cookie")).toContain("Max-Age=0");
  expect((await signOut()).status).toBe(204);
  expect((await auth.rpc.principalOfSession(token)).ok).toBe(false);
  expect((await auth.rpc.principalOfSession(other)).ok).toBe(true);
});

test("a session that has run out, one that was not used for a day, and one that never was are refused in the same words", async () => {
  const { token, signedIn } = await auth.person("late@example.com");
  const idle = await auth.person("idle@example.com");
  const set = (column: string, at: number, user: string) =>
    auth.database.prepare(`UPDATE sessions SET ${column} = ? WHERE user_id = ?`).bind(at, user).run();
  await set("expires_at", Date.now(), signedIn.user.id);
  await set("last_seen_at", Date.now() - 86_400_000 + 60_000, idle.signedIn.user.id);
  expect((await auth.rpc.principalOfSession(idle.token)).ok).toBe(true);
  // That question counted as use.
  await expect.poll(async () => (await auth.rpc.principalOfSession(idle.token)).ok).toBe(true);
  await set("last_seen_at", Date.now() - 86_400_000, idle.signedIn.user.id);
  const [expired, unused, unknown] = await Promise.all([token, idle.token, "never"].map((one) => auth.rpc.principalOfSession(one)));
  expect(expired).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  expect([expired, unused]).toEqual([unknown, unknown]);
});

test("a password that was hashed with other costs is hashed again at the next sign-in, and one at a time is enough for many at once", async () => {
  const { signedIn } = await auth.person("rehash@example.com");
  const stored = async () =>
    (await auth.database.prepare("SELECT password FROM accounts WHERE user_id = ?").bind(signedIn.user.id).first<{ password: string }>())
      ?.password;
  const today = await stored();
  const old = cheapHash(password);
  await auth.database.prepare("UPDATE accounts SET password = ? WHERE user_id = ?").bind(old, signedIn.user.id).run();
  expect((await signIn("rehash@example.com", "wrong horse")).status).toBe(401);
  expect(await stored()).toBe(old);
  const answers = await Promise.all([1, 2, 3].map(() => signIn("rehash@example.com")));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await stored()).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$/);
  expect(await stored()).not.toBe(today);
  expect((await signIn("rehash@example.com")).status).toBe(200);
});

/** The password as an earlier setting would have stored it: scrypt with N = 2^10. */
function cheapHash(secret: string): string {
  const salt = Buffer.from("0123456789abcdef");
  const hash = scryptSync(secret, salt, 32, { N: 1024, r: 8, p: 1 });
  const encoded = [salt, hash].map((bytes) => bytes.toString("base64").replaceAll("=", ""));
  return `$scrypt$ln=10,r=8,p=1$${encoded.join("$")}`;
}

test("a change of role holds at the next request, and someone put out has no session", async () => {
  const { token, signedIn } = await auth.person("demoted@example.com");
  await auth.database.prepare("UPDATE members SET role = 'viewer' WHERE user_id = ?").bind(signedIn.user.id).run();
  const viewer = await auth.rpc.principalOfSession(token);
  expect(viewer).toMatchObject({ ok: true, value: { role: "viewer" } });
  expect(viewer.ok && viewer.value.scopes.every((scope) => scope.endsWith(":read"))).toBe(true);
  await auth.database.prepare("DELETE FROM members WHERE user_id = ?").bind(signedIn.user.id).run();
  expect((await auth.rpc.principalOfSession(token)).ok).toBe(false);
});

test("a session's principal says when its person last proved who they are; that of what acts later in their name does not", async () => {
  const before = Date.now();
  const { principal, token } = await auth.person("moment@example.com");
  expect(principal.authenticatedAt).toBeGreaterThanOrEqual(before);
  await auth.database.prepare("UPDATE sessions SET authenticated_at = 7 WHERE user_id = ?").bind(principal.id).run();
  expect(await auth.rpc.principalOfSession(token)).toEqual({ ok: true, value: { ...principal, authenticatedAt: 7 } });
  const { authenticatedAt: _, ...later } = principal;
  const now = await auth.rpc.principalNow({ kind: "user", id: principal.id, organisation: principal.organisation });
  expect(now).toEqual({ ok: true, value: later });
});

test("me says who is behind the principal, and nothing without one", async () => {
  const { principal, signedIn } = await auth.person("me@example.com");
  const answer = await auth.call("GET", "/api/v1/auth/me", undefined, actingAs(principal));
  const { authenticatedAt: _, ...shown } = principal;
  expect(await answer.json()).toEqual({
    principal: shown,
    user: signedIn.user,
    organisation: signedIn.organisation,
    secondFactorWanted: false,
  });
  expect((await auth.call("GET", "/api/v1/auth/me")).status).toBe(401);
});
