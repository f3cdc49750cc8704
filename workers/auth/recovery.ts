/** Proving by e-mail: that an address is one's own, and that one may choose a new password. */
import { eq } from "drizzle-orm";
import { sha256Hex } from "../../contracts/digest.ts";
import { installation } from "../../contracts/events/ai-models.ts";
import { authorizePerson, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { CheckMail } from "../../contracts/services/mail.ts";
import type { Desk } from "./accounts/desk.ts";
import { firstOrganisation } from "./accounts/first-organisation.ts";
import { claimAttempt } from "./attempts.ts";
import { audited } from "./audit.ts";
import { normaliseEmail } from "./domain/email.ts";
import { passwordChangedLetter, resetLetter, verifyLetter } from "./domain/letters.ts";
import { acceptPassword } from "./domain/password.ts";
import { linkOver, newLink, openLink, usedLink } from "./links.ts";
import { noMailer } from "./mailer.ts";
import { hashPassword, saltBytes } from "./password-hash.ts";
import { credential, namesAround, setPassword } from "./passwords.ts";
import { accounts, sessions, signInAttempts, users } from "./schema.ts";

const checkMail = ok<CheckMail>({ status: "check-mail" });

/** Sends a link to choose a new password, if the address has an account. The answer is the same, and as fast, when it has none. */
export async function forgotPassword(desk: Desk, input: { email: string }): Promise<Result<CheckMail>> {
  const { db, sources, mailer } = desk;
  const email = normaliseEmail(input.email);
  if (!email.ok) return email;
  if (!mailer.ok) return mailer;
  const post = mailer.value;
  if (!post) return noMailer;
  desk.later(async () => {
    const [user] = await db.select({ id: users.id }).from(users).where(eq(users.email, email.value));
    if (!user || !(await claimAttempt(db, `mail:reset:${email.value}`, sources.now())).ok) return;
    const { token, statements } = await newLink(db, sources, { purpose: "reset-password", email: email.value, userId: user.id });
    const [first, ...rest] = [...(await post.mail(email.value, resetLetter(post.site, token))), ...statements];
    if (first) await db.batch([first, ...rest]);
    await desk.dispatch();
  });
  return checkMail;
}

/** The new password of whoever has the link. Ends all sessions of the person; a second factor is asked for as before. */
export async function resetPassword(desk: Desk, input: { token: string; newPassword: string }): Promise<Result<void>> {
  const { db, sources, mailer } = desk;
  const link = await openLink(db, "reset-password", input.token, sources.now());
  const userId = link?.userId;
  if (!link || !userId) return linkOver;
  const accepted = acceptPassword(input.newPassword, link.email, "newPassword", await namesAround(db, userId));
  if (!accepted.ok) return accepted;
  const hash = await hashPassword(accepted.value, sources.randomBytes(saltBytes));
  const attempts = await sha256Hex(link.email);
  const organisation = (await firstOrganisation(db, userId)) ?? installation;
  return audited({ db, sources, organisation }, async (now) => {
    // Under the log's lock: of two that use the link at once, the second finds it gone.
    if (!(await openLink(db, "reset-password", input.token, now))) return linkOver;
    const [account] = (
      await db.select({ id: accounts.id, provider: accounts.providerId }).from(accounts).where(eq(accounts.userId, userId))
    ).filter(({ provider }) => provider === credential);
    const at = new Date(now);
    const password = account
      ? setPassword(db, userId, hash)
      : db.insert(accounts).values({
          id: crypto.randomUUID(),
          accountId: userId,
          providerId: credential,
          userId,
          password: hash,
          createdAt: at,
          updatedAt: at,
        });
    return ok({
      value: undefined,
      statements: [
        usedLink(db, link),
        password,
        db.update(users).set({ emailVerified: true, updatedAt: at }).where(eq(users.id, userId)),
        db.delete(sessions).where(eq(sessions.userId, userId)),
        db.delete(signInAttempts).where(eq(signInAttempts.account, attempts)),
        ...(mailer.ok && mailer.value ? await mailer.value.mail(link.email, passwordChangedLetter(mailer.value.site)) : []),
      ],
      told: [{ action: "password.reset", actor: { kind: "user", id: userId }, target: userId }],
    });
  });
}

/** Sends the signed-in person a link that proves their address. */
export async function requestEmailVerification(desk: Desk, principal: Principal): Promise<Result<CheckMail>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const { db, sources, mailer } = desk;
  if (!mailer.ok) return mailer;
  if (!mailer.value) return noMailer;
  const [user] = await db.select({ email: users.email, verified: users.emailVerified }).from(users).where(eq(users.id, principal.id));
  if (!user) return err("not_found", "There is no person behind this principal.");
  if (user.verified) return err("conflict", "This address is confirmed already.");
  const claimed = await claimAttempt(db, `mail:verify:${user.email}`, sources.now());
  if (!claimed.ok) return claimed;
  const { token, statements } = await newLink(db, sources, { purpose: "verify-email", email: user.email, userId: principal.id });
  const [first, ...rest] = [...(await mailer.value.mail(user.email, verifyLetter(mailer.value.site, token))), ...statements];
  if (first) await db.batch([first, ...rest]);
  return checkMail;
}

/** Marks the address as proved by whoever has the link that was sent to it. */
export async function verifyEmail({ db, sources }: Pick<Desk, "db" | "sources">, token: string): Promise<Result<{ email: string }>> {
  const link = await openLink(db, "verify-email", token, sources.now());
  const userId = link?.userId;
  if (!link || !userId) return linkOver;
  const organisation = (await firstOrganisation(db, userId)) ?? installation;
  return audited({ db, sources, organisation }, async (now) => {
    const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, userId));
    if (user?.email !== link.email || !(await openLink(db, "verify-email", token, now))) return linkOver;
    return ok({
      value: { email: link.email },
      statements: [
        usedLink(db, link),
        db
          .update(users)
          .set({ emailVerified: true, updatedAt: new Date(now) })
          .where(eq(users.id, userId)),
      ],
      told: [{ action: "email.verified", actor: { kind: "user", id: userId }, target: userId }],
    });
  });
}
