/** Signing up: at once, or by the link of an e-mail. */
import { eq } from "drizzle-orm";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { SignUp } from "../../../contracts/services/auth.ts";
import type { CheckMail } from "../../../contracts/services/mail.ts";
import { claimAttempt } from "../attempts.ts";
import { normaliseEmail } from "../domain/email.ts";
import { knownLetter, signUpLetter } from "../domain/letters.ts";
import { acceptPassword, normalisePassword } from "../domain/password.ts";
import { linkOver, newLink, openLink, usedLink } from "../links.ts";
import type { Mailer } from "../mailer.ts";
import { hashPassword, saltBytes, verifyPassword } from "../password-hash.ts";
import { users, type PendingSignUp } from "../schema.ts";
import type { Desk } from "./desk.ts";
import type { Admission } from "./entering.ts";
import { register } from "./registration.ts";

/** What signing up comes to: a session at once, or an e-mail that has to be opened first. */
export type Arrival = { admission: Admission } | { checkMail: CheckMail };

/**
 * A person, their organisation with them as its owner (or the membership that an invitation gives), their first session and what tells of
 * it: all of it or nothing. `invalid_input` for an address or password that is not taken. Where e-mail is sent, the answer is the same
 * whether or not the address has an account, after the same work, and the e-mail says which; without e-mail a known address is a `conflict`.
 */
export async function signUp(desk: Desk, input: SignUp): Promise<Result<Arrival>> {
  const { sources, mailer } = desk;
  const email = normaliseEmail(input.email);
  if (!email.ok) return email;
  const password = acceptPassword(input.password, email.value, "password", [input.name, input.organisationName ?? ""]);
  if (!password.ok) return password;
  if (!mailer.ok) return mailer;
  const hash = await hashPassword(password.value, sources.randomBytes(saltBytes));
  const { name, organisationName = "", invitation } = input;
  if (mailer.value && invitation === undefined) {
    const { value: post } = mailer;
    desk.later(() => askToConfirm(desk, post, email.value, { name, hash, organisationName }));
    return ok({ checkMail: { status: "check-mail" } });
  }
  // The token of an invitation was sent to the address, where e-mail is sent at all.
  const registration = { email: email.value, emailVerified: mailer.value !== undefined, hash, name };
  const home = invitation === undefined ? { organisationName } : { invitation };
  const registered = await register(desk, { ...registration, home });
  return registered.ok ? ok({ admission: registered.value }) : registered;
}

async function askToConfirm(desk: Desk, { mail, site }: Mailer, email: string, data: PendingSignUp): Promise<void> {
  const { db, sources } = desk;
  if (!(await claimAttempt(db, `mail:sign-up:${email}`, sources.now())).ok) return;
  const [known] = await db.select({ id: users.id }).from(users).where(eq(users.email, email));
  const { token, statements } = await newLink(db, sources, { purpose: "sign-up", email, data });
  const [first, ...rest] = known
    ? await mail(email, knownLetter(site))
    : [...(await mail(email, signUpLetter(site, token))), ...statements];
  if (first) await db.batch([first, ...rest]);
  await desk.dispatch();
}

/**
 * Makes the account that the link of an e-mail stands for. The password is asked for again: whoever signs up with somebody else's address
 * must not get an account by that person's opening the link.
 */
export async function confirmSignUp(desk: Desk, input: { token: string; password: string }): Promise<Result<Admission>> {
  const { db, sources } = desk;
  const link = await openLink(db, "sign-up", input.token, sources.now());
  if (!link?.data) return linkOver;
  const claimed = await claimAttempt(db, `sign-up:${link.digest}`, sources.now());
  if (!claimed.ok) return claimed;
  const { hash, name, organisationName } = link.data;
  if (!(await verifyPassword(normalisePassword(input.password), hash)))
    return err("unauthenticated", "This is not the password that was chosen.");
  const alongside = [usedLink(db, link)];
  return register(desk, { email: link.email, emailVerified: true, hash, name, home: { organisationName }, alongside });
}
