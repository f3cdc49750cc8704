import { afterAll, beforeAll, expect, test } from "vitest";
import { systemSources } from "../../contracts/ids.ts";
import { operator } from "../../contracts/principal.ts";
import type { CreatedInvitation } from "../../contracts/services/members.ts";
import { seal } from "./sealing.ts";
import { openMailbox, tokenIn, type Mailbox } from "./testing/mailbox.ts";
import { actingAs, password, startAuth, tokenOf, type RunningAuth } from "./testing/service.ts";

const authSecret = "auth-secret-of-the-tests-0123456789abcdef";
let auth: RunningAuth;
let box: Mailbox;
beforeAll(async () => {
  box = await openMailbox();
  auth = await startAuth({
    MAIL_URL: box.url,
    MAIL_KEY: "provider-key",
    MAIL_FROM: "pAIssive <a@b.example>",
    PUBLIC_URL: "https://app.example",
    AUTH_SECRET: authSecret,
  });
});
afterAll(async () => {
  await auth.close();
  box.close();
});

const post = (path: string, body: object, headers: Record<string, string> = {}) => auth.call("POST", `/api/v1/auth/${path}`, body, headers);
const signUp = (email: string, secret = password) => post("sign-up", { email, password: secret, name: "Ada", organisationName: "Looms" });
const signIn = (email: string, secret = password) => post("sign-in", { email, password: secret });

async function signedUp(email: string) {
  await signUp(email);
  const answer = await post("sign-up/confirm", { token: tokenIn(await box.to(email, "Confirm")), password });
  expect(answer.status).toBe(201);
  const principal = await auth.rpc.principalOfSession(tokenOf(answer));
  if (!principal.ok) throw new Error(principal.error.detail);
  return { token: tokenOf(answer), principal: principal.value };
}

test("where e-mail is sent, signing up answers known and unknown addresses alike, and the e-mail says which", async () => {
  const first = await signUp("ada@example.com");
  const mail = await box.to("ada@example.com", "Confirm");
  expect(mail).toMatchObject({ from: "pAIssive <a@b.example>", authorization: "Bearer provider-key" });
  expect(mail.key).toMatch(/^mai_/);
  expect(mail.text).toContain("https://app.example/confirm-sign-up#");
  expect((await signIn("ada@example.com")).status).toBe(401);
  const made = await post("sign-up/confirm", { token: tokenIn(mail), password });
  expect(await made.json()).toMatchObject({ user: { email: "ada@example.com", emailVerified: true }, role: "owner" });

  const again = await signUp("ada@example.com", "another password altogether");
  expect([again.status, await again.text()]).toEqual([202, await first.text()]);
  expect((await box.to("ada@example.com", "already")).text).not.toContain("#");
  expect((await signIn("ada@example.com", "another password altogether")).status).toBe(401);
  expect((await signIn("ada@example.com")).status).toBe(200);
});

test("an invitation that nobody was sent tells nothing of who has an account", async () => {
  await signedUp("settled@example.com");
  const answers = await Promise.all(
    ["settled@example.com", "nobody-at-all@example.com"].map((email) =>
      post("sign-up", { email, password, name: "Ada", invitation: "made up" }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  const [known, unknown] = await Promise.all(answers.map((answer) => answer.json()));
  expect(known).toEqual(unknown);
});

test("who signs up with somebody else's address gets no account by that person's opening the link", async () => {
  await signUp("victim@example.com", "the attacker's choice");
  const theirs = tokenIn(await box.to("victim@example.com", "Confirm"));
  expect((await post("sign-up/confirm", { token: theirs, password })).status).toBe(401);
  await signUp("victim@example.com");
  await expect.poll(() => box.mails.filter(({ to }) => to.includes("victim@example.com")).length).toBe(2);
  expect((await post("sign-up/confirm", { token: theirs, password: "the attacker's choice" })).status).toBe(404);
  expect((await post("sign-up/confirm", { token: tokenIn(await box.to("victim@example.com", "Confirm")), password })).status).toBe(201);
});

test("a forgotten password: a link that works once, ends every session, and says nothing of who has an account", async () => {
  const { token: session } = await signedUp("forgetful@example.com");
  const known = await post("password/forgot", { email: "forgetful@example.com" });
  const unknown = await post("password/forgot", { email: "nobody@example.com" });
  expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()]);
  const token = tokenIn(await box.to("forgetful@example.com", "new password"));
  const reset = (newPassword: string) => post("password/reset", { token, newPassword });
  expect(await (await reset("short")).json()).toMatchObject({ errors: [{ path: "newPassword" }] });
  const both = await Promise.all([reset("staple the battery"), reset("staple the battery")]);
  expect(both.map(({ status }) => status).toSorted()).toEqual([204, 404]);
  expect((await auth.rpc.principalOfSession(session)).ok).toBe(false);
  expect((await signIn("forgetful@example.com")).status).toBe(401);
  expect((await signIn("forgetful@example.com", "staple the battery")).status).toBe(200);
  expect((await box.to("forgetful@example.com", "was changed")).text).toContain("all other sessions were ended");
  expect(box.mails.some(({ to }) => to.includes("nobody@example.com"))).toBe(false);
});

test("a reset password goes around no second factor: with it alone nobody is in", async () => {
  const { principal } = await signedUp("two.factors@example.com");
  await auth.database
    .prepare(
      "INSERT INTO passkeys (id, user_id, public_key, counter, transports, name, backed_up, created_at) VALUES ('k', ?, 'p', 0, '[]', 'Key', 0, 0)",
    )
    .bind(principal.id)
    .run();
  await post("password/forgot", { email: "two.factors@example.com" });
  const token = tokenIn(await box.to("two.factors@example.com", "new password"));
  const reset = await post("password/reset", { token, newPassword: "staple the battery" });
  expect([reset.status, reset.headers.get("set-cookie")]).toEqual([204, null]);
  const answer = await signIn("two.factors@example.com", "staple the battery");
  expect([answer.status, answer.headers.get("set-cookie")]).toEqual([202, null]);
});

test("links run out, belong to one purpose, and their tokens stand nowhere in the database", async () => {
  await signedUp("late@example.com");
  await post("password/forgot", { email: "late@example.com" });
  const token = tokenIn(await box.to("late@example.com", "new password"));
  expect((await post("email/verify", { token })).status).toBe(404);
  const { results } = await auth.database.prepare("SELECT * FROM one_time_tokens").all();
  expect(JSON.stringify(results)).toContain("late@example.com");
  expect(JSON.stringify(results)).not.toContain(token);
  await auth.database.prepare("UPDATE one_time_tokens SET expires_at = ?").bind(Date.now()).run();
  expect((await post("password/reset", { token, newPassword: "staple the battery" })).status).toBe(404);
});

test("an invitation goes to its address alone, and opening it proves the address", async () => {
  const owner = await signedUp("inviter@example.com");
  const headers = { ...actingAs(owner.principal), cookie: `__Host-paissive=${owner.token}` };
  const invited = await auth.call("POST", "/api/v1/invitations", { email: "guest@example.com", role: "editor" }, headers);
  expect(((await invited.json()) as CreatedInvitation).token).toBeNull();
  const invitation = tokenIn(await box.to("guest@example.com", "Join Looms"));
  const guest = await post("sign-up", { email: "guest@example.com", password, name: "Guest", invitation });
  expect(await guest.json()).toMatchObject({ user: { emailVerified: true }, role: "editor" });
});

test("a mail that the provider refuses is kept and tried again under the same key, and gone when it was taken", async () => {
  box.refuse = 1;
  await signUp("patient@example.com");
  const waiting = () => auth.database.prepare("SELECT id, attempts, text FROM mails").all<{ id: string; attempts: number; text: string }>();
  await expect.poll(async () => (await waiting()).results.map(({ attempts }) => attempts)).toEqual([1]);
  await expect.poll(() => box.refuse).toBe(0);
  const [{ id, text } = { id: "", text: "" }] = (await waiting()).results;
  // What waits opens nothing.
  expect(text).toMatch(/^v1\.[\w-]+\.[\w-]+$/);
  await auth.database.prepare("UPDATE mails SET next_at = 0").run();
  await signIn("patient@example.com");
  await auth.rpc.drainOutbox();
  const taken = await box.to("patient@example.com", "Confirm");
  expect([taken.key, tokenIn(taken)]).toEqual([id, expect.stringMatching(/./)]);
  await expect.poll(async () => (await waiting()).results).toEqual([]);
});

/** An e-mail that nobody has taken for so many minutes. */
const oldMail = (database: D1Database, minutes: number) =>
  database
    .prepare(
      "INSERT INTO mails (id, recipient, subject, text, created_at, attempts, next_at) VALUES (?, 'a@example.com', 's', 't', ?, 6, ?)",
    )
    .bind(`mai_${minutes}`, Date.now() - minutes * 60_000, Date.now() + 3_600_000)
    .run();

test("e-mails that have not left for long degrade the service, and those that just wait do not", async () => {
  for (const minutes of [14, 31, 47]) await oldMail(auth.database, minutes);
  const { degraded } = await auth.rpc.health();
  expect(degraded).toEqual([expect.stringMatching(/^2 e-mails have not left, the oldest for 47 minutes, after up to 6 attempts/)]);
  expect(degraded[0]).not.toContain("example.com");
  await auth.database.prepare("DELETE FROM mails").run();
});

test("an e-mail that was sealed with another key is not handed over", async () => {
  const other = await seal(authSecret.toUpperCase(), systemSources, "a link", "mai_other", "mail");
  await auth.database
    .prepare(
      "INSERT INTO mails (id, recipient, subject, text, sealed, created_at, attempts, next_at) VALUES ('mai_other', 'other@example.com', 's', ?, 1, ?, 0, 0)",
    )
    .bind(other.ok ? other.value : "", Date.now())
    .run();
  await auth.rpc.drainOutbox();
  expect((await auth.database.prepare("SELECT attempts FROM mails WHERE id = 'mai_other'").first<{ attempts: number }>())?.attempts).toBe(
    1,
  );
  expect(box.mails.some(({ to }) => to.includes("other@example.com"))).toBe(false);
  await auth.database.prepare("DELETE FROM mails").run();
});

test.each([
  ["sealed", { AUTH_SECRET: authSecret }],
  ["as it is where the installation has no key", {}],
])("the outbox of a local system, kept %s, is read by its operator and nobody else; without one there is none", async (kept, variables) => {
  expect((await auth.call("GET", "/api/v1/auth/mails", undefined, actingAs(operator))).status).toBe(404);
  const local = await startAuth({ MAIL_OUTBOX: "true", ...variables });
  try {
    const form = { email: "dev@example.com", password, name: "Dev", organisationName: "Looms" };
    expect((await local.call("POST", "/api/v1/auth/sign-up", form)).status).toBe(202);
    const mails = async (as: Record<string, string>) => local.call("GET", "/api/v1/auth/mails", undefined, as);
    const read = async () => ((await (await mails(actingAs(operator))).json()) as { items: { to: string; text: string }[] }).items;
    await expect.poll(async () => (await read()).length).toBe(1);
    await oldMail(local.database, 60);
    expect(await local.rpc.health()).toEqual({ degraded: [] });
    await local.database.prepare("DELETE FROM mails WHERE id = 'mai_60'").run();
    const [mail] = await read();
    expect(mail?.to).toBe("dev@example.com");
    const row = await local.database.prepare("SELECT text FROM mails").first<{ text: string }>();
    expect(row?.text.includes("#")).toBe(kept !== "sealed");
    const made = await local.call("POST", "/api/v1/auth/sign-up/confirm", { token: tokenIn(mail ?? { text: "" }), password });
    expect(made.status).toBe(201);
    const owner = await local.rpc.principalOfSession(tokenOf(made));
    expect(owner.ok && (await mails(actingAs(owner.value))).status).toBe(403);
  } finally {
    await local.close();
  }
});
