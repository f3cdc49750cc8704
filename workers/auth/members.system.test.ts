import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "../../contracts/page.ts";
import type { Principal, Role } from "../../contracts/principal.ts";
import type { AuditEntry, AuditVerification } from "../../contracts/services/audit.ts";
import type { CreatedApiKey } from "../../contracts/services/auth.ts";
import type { CreatedInvitation, Invitation, Member, Membership } from "../../contracts/services/members.ts";
import { follow } from "./domain/audit-chain.ts";
import { inSession, password, startAuth, tokenOf, type RunningAuth, type Somebody } from "./testing/service.ts";

let auth: RunningAuth;
beforeAll(async () => {
  auth = await startAuth();
});
afterAll(() => auth.close());

const call = (who: Somebody, method: string, path: string, body?: unknown, ifMatch = "*") =>
  auth.call(method, `/api/v1/${path}`, body, { ...inSession(who), "if-match": ifMatch });
const read = async <T>(who: Somebody, path: string) => (await call(who, "GET", path)).json() as Promise<T>;

/** Invites `email` and signs the person up by the link. */
async function joined(owner: Somebody, email: string, role: Role): Promise<Somebody> {
  const { token: invitation } = (await (await call(owner, "POST", "invitations", { email, role })).json()) as CreatedInvitation;
  const answer = await auth.call("POST", "/api/v1/auth/sign-up", { email, password, name: role, invitation });
  expect(answer.status).toBe(201);
  return { token: tokenOf(answer), principal: await now(tokenOf(answer)) };
}

async function now(token: string): Promise<Principal> {
  const principal = await auth.rpc.principalOfSession(token);
  if (!principal.ok) throw new Error(principal.error.detail);
  return principal.value;
}

const setRole = (who: Somebody, { principal }: Somebody, role: Role) => call(who, "PATCH", `members/${principal.id}`, { role });

test("a role is changed from what was seen, not over what somebody else has made of it", async () => {
  const owner = await auth.person("seeing@example.com");
  const other = await joined(owner, "seen@example.com", "viewer");
  const path = `members/${other.principal.id}`;
  const { items } = await read<Page<Member>>(owner, "members");
  const seen = items.find(({ userId }) => userId === other.principal.id);
  expect(seen?.version).toBe(1);
  const first = await call(owner, "PATCH", path, { role: "editor" }, `"v${seen?.version}"`);
  expect([first.status, first.headers.get("etag")]).toEqual([200, '"v2"']);
  const late = await call(owner, "PATCH", path, { role: "contributor" }, `"v${seen?.version}"`);
  expect([late.status, await late.json()]).toMatchObject([412, { code: "precondition_failed" }]);
  const unseen = await auth.call("PATCH", `/api/v1/${path}`, { role: "contributor" }, inSession(owner));
  expect([unseen.status, await unseen.json()]).toMatchObject([428, { code: "precondition_required" }]);
  // Who may not do it is told that, whatever they have seen.
  expect((await auth.call("PATCH", `/api/v1/${path}`, { role: "viewer" }, inSession(other))).status).toBe(403);
  expect((await read<Page<Member>>(owner, "members")).items.find(({ userId }) => userId === other.principal.id)).toMatchObject({
    role: "editor",
    version: 2,
  });
});

test("an invitation makes whoever has its link and its address a member, once", async () => {
  const owner = await auth.person("inviting@example.com");
  const invited = await call(owner, "POST", "invitations", { email: " Guest@Example.com", role: "editor" });
  expect(invited.status).toBe(201);
  const { token, id, ...rest } = (await invited.json()) as CreatedInvitation;
  expect(rest).toMatchObject({ email: "guest@example.com", role: "editor", status: "open" });
  const preview = await auth.call("POST", "/api/v1/auth/invitations/preview", { token });
  expect(await preview.json()).toMatchObject({ organisation: { id: owner.principal.organisation, name: "Looms" }, role: "editor" });

  const signUp = (email: string) => auth.call("POST", "/api/v1/auth/sign-up", { email, password, name: "Guest", invitation: token });
  expect((await signUp("somebody.else@example.com")).status).toBe(404);
  const guest = await signUp("guest@example.com");
  expect(await guest.json()).toMatchObject({ organisation: { id: owner.principal.organisation }, role: "editor" });
  expect((await signUp("guest2@example.com")).status).toBe(404);
  const { items } = await read<{ items: Invitation[] }>(owner, "invitations");
  expect(items.find((one) => one.id === id)?.status).toBe("accepted");
  const members = await read<{ items: Member[] }>(owner, "members");
  expect(members.items.map(({ email, role }) => [email, role])).toEqual([
    ["inviting@example.com", "owner"],
    ["guest@example.com", "editor"],
  ]);
});

test("who has an account joins a second organisation, goes there under a new token, and back", async () => {
  const [owner, guest] = [await auth.person("second@example.com"), await auth.person("visitor@example.com")];
  const { token } = (await (
    await call(owner, "POST", "invitations", { email: "visitor@example.com", role: "viewer" })
  ).json()) as CreatedInvitation;
  const stranger = await auth.person("thief@example.com");
  expect((await call(stranger, "POST", "auth/invitations/accept", { token })).status).toBe(403);
  expect((await call(guest, "POST", "auth/invitations/accept", { token })).status).toBe(200);
  expect((await call(guest, "POST", "auth/invitations/accept", { token })).status).toBe(404);

  const there = await call(guest, "POST", `auth/organisations/${owner.principal.organisation}/enter`);
  expect(await there.json()).toMatchObject({ organisation: { id: owner.principal.organisation }, role: "viewer" });
  const moved = { token: tokenOf(there), principal: await now(tokenOf(there)) };
  expect(moved.principal).toMatchObject({ organisation: owner.principal.organisation, role: "viewer" });
  expect((await auth.rpc.principalOfSession(guest.token)).ok).toBe(false);
  const { items } = await read<{ items: Membership[] }>(moved, "auth/organisations");
  expect(items.map(({ role, current }) => [role, current])).toEqual([
    ["owner", false],
    ["viewer", true],
  ]);
  expect((await call(moved, "POST", `auth/organisations/${stranger.principal.organisation}/enter`)).status).toBe(404);
});

test("an invitation that was taken back, replaced or has run out opens nothing, and members are not invited", async () => {
  const owner = await auth.person("careful@example.com");
  const invite = async (email: string) =>
    (await (await call(owner, "POST", "invitations", { email, role: "viewer" })).json()) as CreatedInvitation;
  const [revoked, replaced] = [await invite("r@example.com"), await invite("s@example.com")];
  const [late, second] = [await invite("t@example.com"), await invite("s@example.com")];
  await call(owner, "DELETE", `invitations/${revoked.id}`);
  await auth.database.prepare("UPDATE invitations SET expires_at = ? WHERE id = ?").bind(Date.now(), late.id).run();
  const opens = async ({ token }: CreatedInvitation) => (await auth.call("POST", "/api/v1/auth/invitations/preview", { token })).status;
  expect(await Promise.all([revoked, replaced, late, second].map(opens))).toEqual([404, 404, 404, 200]);
  expect((await call(owner, "POST", "invitations", { email: "careful@example.com", role: "viewer" })).status).toBe(409);
});

test("roles: owners rule over all, administrators over all but owners, others over nobody, and a change holds at once", async () => {
  const owner = await auth.person("ruler@example.com");
  const [admin, editor] = [await joined(owner, "adm@example.com", "admin"), await joined(owner, "edi@example.com", "editor")];
  expect((await setRole(editor, editor, "admin")).status).toBe(403);
  expect((await setRole(admin, admin, "owner")).status).toBe(403);
  expect((await setRole(admin, owner, "viewer")).status).toBe(403);
  expect((await call(admin, "DELETE", `members/${owner.principal.id}`)).status).toBe(403);
  expect((await call(admin, "POST", "invitations", { email: "x@example.com", role: "owner" })).status).toBe(403);
  expect((await setRole(admin, editor, "viewer")).status).toBe(200);
  expect(await now(editor.token)).toMatchObject({ role: "viewer" });
  // A key with every permission of its owner still is no owner in person.
  const made = (await (await call(owner, "POST", "api-keys", { name: "k", scopes: ["organisation:admin"] })).json()) as CreatedApiKey;
  const key = await auth.rpc.principalOfKey(made.key);
  expect(key.ok && (await setRole({ principal: key.value, token: "" }, editor, "owner")).status).toBe(403);
  expect(key.ok && (await setRole({ principal: key.value, token: "" }, editor, "editor")).status).toBe(200);
});

test("the last owner stays one, also when two owners depose each other at the same moment", async () => {
  const owner = await auth.person("last@example.com");
  const leave = (who: Somebody) => call(who, "POST", "auth/leave", { organisation: who.principal.organisation });
  expect((await leave(owner)).status).toBe(409);
  expect((await setRole(owner, owner, "admin")).status).toBe(409);
  const second = await joined(owner, "second.owner@example.com", "admin");
  expect((await call(owner, "POST", "members/transfer", { userId: second.principal.id })).status).toBe(200);
  expect([(await now(owner.token)).role, (await now(second.token)).role]).toEqual(["admin", "owner"]);

  const heir = { ...second, principal: await now(second.token) };
  expect((await setRole(heir, owner, "owner")).status).toBe(200);
  const both = [{ ...owner, principal: await now(owner.token) }, heir];
  const answers = await Promise.all(both.map((who) => setRole(who, both[0] === who ? heir : owner, "viewer")));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const { items } = await read<{ items: Member[] }>(owner, "members");
  expect(items.filter(({ role }) => role === "owner")).toHaveLength(1);
});

test("who is put out or leaves has no session and no key there any more, and gets neither back by returning", async () => {
  const owner = await auth.person("firm@example.com");
  const editor = await joined(owner, "gone@example.com", "admin");
  const { key } = (await (await call(editor, "POST", "api-keys", { name: "k", scopes: ["niches:read"] })).json()) as CreatedApiKey;
  expect((await auth.rpc.principalOfKey(key)).ok).toBe(true);
  expect((await call(owner, "DELETE", `members/${editor.principal.id}`)).status).toBe(200);
  expect([(await auth.rpc.principalOfSession(editor.token)).ok, (await auth.rpc.principalOfKey(key)).ok]).toEqual([false, false]);
  await auth.database
    .prepare("INSERT INTO members (organisation, user_id, role, created_at) VALUES (?, ?, 'admin', 1)")
    .bind(owner.principal.organisation, editor.principal.id)
    .run();
  expect([(await auth.rpc.principalOfSession(editor.token)).ok, (await auth.rpc.principalOfKey(key)).ok]).toEqual([false, false]);
  const back = await auth.call("POST", "/api/v1/auth/sign-in", { email: "gone@example.com", password });
  const again = { token: tokenOf(back), principal: await now(tokenOf(back)) };
  expect((await call(again, "POST", "auth/leave", { organisation: owner.principal.organisation })).status).toBe(204);
  expect((await auth.rpc.principalOfSession(again.token)).ok).toBe(false);
  // Who belongs nowhere any more is not locked out of everything: they have a place of their own.
  const own = await auth.call("POST", "/api/v1/auth/sign-in", { email: "gone@example.com", password });
  expect([own.status, await own.json()]).toMatchObject([200, { role: "owner", organisation: { name: "admin's company" } }]);
  const home = { token: tokenOf(own), principal: await now(tokenOf(own)) };
  const { items } = await read<{ items: AuditEntry[] }>(home, "audit");
  expect(items.map(({ action }) => action)).toEqual(["session.started", "organisation.created"]);
});

test("an administrator ends a member's sessions in the organisation, but not those of an owner", async () => {
  const owner = await auth.person("house@example.com");
  const [admin, editor] = [await joined(owner, "house.adm@example.com", "admin"), await joined(owner, "house.edi@example.com", "editor")];
  const end = (who: Somebody, whose: Somebody) => call(who, "DELETE", `members/${whose.principal.id}/sessions`);
  expect([(await end(admin, owner)).status, (await end(editor, admin)).status, (await end(admin, admin)).status]).toEqual([403, 403, 409]);
  expect(await (await end(admin, editor)).json()).toEqual({ revoked: 1 });
  expect((await auth.rpc.principalOfSession(editor.token)).ok).toBe(false);
});

test("the audit log tells what happened, in one unbroken chain, and stands in the event store too", async () => {
  const owner = await auth.person("told@example.com");
  const editor = await joined(owner, "told.editor@example.com", "editor");
  await setRole(owner, editor, "viewer");
  await auth.call("POST", "/api/v1/auth/sign-in", { email: "told@example.com", password: "wrong horse" });
  const log = () => read<{ items: AuditEntry[]; nextCursor?: string }>(owner, "audit?limit=200");
  await expect.poll(async () => (await log()).items[0]?.action).toBe("session.refused");
  const entries = (await log()).items.toReversed();
  expect(entries.map(({ action }) => action)).toEqual([
    "organisation.created",
    "session.started",
    "member.invited",
    "member.joined",
    "session.started",
    "member.role-changed",
    "session.refused",
  ]);
  expect(entries[5]).toMatchObject({
    actor: { kind: "user", id: owner.principal.id },
    target: editor.principal.id,
    details: { from: "editor", to: "viewer" },
  });
  expect((await follow(entries)).broken).toBeUndefined();
  expect(JSON.stringify(entries)).not.toMatch(/example\.com|Looms/);

  const first = await read<{ items: AuditEntry[]; nextCursor: string }>(owner, "audit?limit=4");
  const rest = await read<{ items: AuditEntry[] }>(owner, `audit?limit=4&cursor=${first.nextCursor}`);
  expect([...first.items, ...rest.items]).toEqual(entries.toReversed());
  expect((await read<{ items: AuditEntry[] }>(owner, `audit?target=${editor.principal.id}&action=member.joined`)).items).toHaveLength(1);
  const exported = await (await call(owner, "GET", "audit/export")).text();
  expect(
    exported
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(entries);
  await auth.database.prepare("UPDATE sessions SET authenticated_at = authenticated_at - 600000").run();
  expect(await (await call(owner, "GET", "audit/export")).json()).toMatchObject({ status: 403, code: "confirmation_required" });
  const key = { token: "none", principal: { ...owner.principal, kind: "api-key" as const, id: "key_1" } };
  expect(await (await call(key, "GET", "audit/export")).text()).toBe(exported);
  await auth.database.prepare("UPDATE sessions SET authenticated_at = authenticated_at + 600000").run();
  const { results } = await auth.database
    .prepare("SELECT envelope FROM outbox WHERE subject = ? ORDER BY sequence")
    .bind(`audit/${owner.principal.organisation}/${owner.principal.organisation}`)
    .all<{ envelope: string }>();
  expect(results.map(({ envelope }) => (JSON.parse(envelope) as { data: { hash: string } }).data.hash)).toEqual(
    entries.map(({ hash }) => hash),
  );
  expect((await call({ ...editor, principal: await now(editor.token) }, "GET", "audit")).status).toBe(403);
});

test("a row of the log cannot be changed, and one that was all the same is found, as is one that is missing", async () => {
  const owner = await auth.person("tampered@example.com");
  for (let i = 0; i < 3; i++) await call(owner, "POST", "invitations", { email: `i${i}@example.com`, role: "viewer" });
  const { organisation } = owner.principal;
  const verify = () => read<AuditVerification>(owner, "audit/verification");
  const run = (sql: string) => auth.database.prepare(sql).bind(organisation).run();
  const intact = await verify();
  expect(intact).toMatchObject({ entries: 5, intact: true, broken: null, head: { sequence: 5 } });
  const alter = () => run("UPDATE audit_entries SET actor = 'usr_nobody' WHERE organisation = ? AND sequence = 4");
  await expect(alter()).rejects.toThrow("append-only");

  const trigger = await auth.database.prepare("SELECT sql FROM sqlite_master WHERE name = 'audit_entries_stay'").first<{ sql: string }>();
  await auth.database.prepare("DROP TRIGGER audit_entries_stay").run();
  await alter();
  expect(await verify()).toMatchObject({ intact: false, broken: { sequence: 4, what: "altered" } });
  await auth.database
    .prepare("UPDATE audit_entries SET actor = ? WHERE organisation = ? AND sequence = 4")
    .bind(owner.principal.id, organisation)
    .run();
  expect(await verify()).toEqual(intact);
  await auth.database.prepare(trigger?.sql ?? "").run();

  const kept = await auth.database.prepare("SELECT sql FROM sqlite_master WHERE name = 'audit_entries_kept'").first<{ sql: string }>();
  const cut = (sequence: number) => run(`DELETE FROM audit_entries WHERE organisation = ? AND sequence = ${sequence}`);
  await expect(cut(2)).rejects.toThrow("goes only with its organisation");
  await auth.database.prepare("DROP TRIGGER audit_entries_kept").run();
  await run("CREATE TABLE kept AS SELECT * FROM audit_entries WHERE organisation = ?");
  await cut(2);
  expect(await verify()).toMatchObject({ intact: false, broken: { sequence: 2, what: "missing" } });
  await run("INSERT INTO audit_entries SELECT * FROM kept WHERE organisation = ? AND sequence = 2");
  await cut(5);
  expect(await verify()).toMatchObject({ entries: 4, intact: false, broken: { sequence: 5, what: "missing" } });
  await auth.database.prepare(kept?.sql ?? "").run();
  // With its organisation the log goes, and no sooner.
  expect((await auth.rpc.bury(owner.principal)).ok).toBe(true);
  expect(await auth.rpc.erase(owner.principal)).toMatchObject({
    ok: true,
    value: expect.arrayContaining([{ name: "audit_entries", rows: 4 }]),
  });
});

test("invitations, roles and members are changed only by who has proved lately who they are", async () => {
  const owner = await auth.person("lately.owner@example.com");
  const editor = await joined(owner, "lately.editor@example.com", "editor");
  const { id } = (await (
    await call(owner, "POST", "invitations", { email: "late.guest@example.com", role: "viewer" })
  ).json()) as Invitation;
  await auth.database.prepare("UPDATE sessions SET authenticated_at = 0 WHERE user_id = ?").bind(owner.principal.id).run();
  const changes: [method: string, path: string, body?: unknown][] = [
    ["POST", "invitations", { email: "another@example.com", role: "viewer" }],
    ["DELETE", `invitations/${id}`],
    ["PATCH", `members/${editor.principal.id}`, { role: "admin" }],
    ["DELETE", `members/${editor.principal.id}/sessions`],
    ["DELETE", `members/${editor.principal.id}`],
    ["POST", "members/transfer", { userId: editor.principal.id }],
  ];
  for (const [method, path, body] of changes)
    expect([method, path, await (await call(owner, method, path, body)).json()]).toMatchObject([
      method,
      path,
      { code: "confirmation_required" },
    ]);
  // Who may not do it at all is told that, and asked for nothing.
  expect(await (await call(editor, "DELETE", `members/${owner.principal.id}`)).json()).toMatchObject({ code: "forbidden" });
  expect((await now(editor.token)).role).toBe("editor");
});
