/** The second step of a sign-in: a code or a passkey after the right password; and a passkey alone. */
import type { BatchItem } from "drizzle-orm/batch";
import { installation } from "../../contracts/events/ai-models.ts";
import { ok, type Result } from "../../contracts/result.ts";
import type { PasskeyOptions, PasskeySignIn, SecondStepWanted } from "../../contracts/services/factors.ts";
import type { SignInMethod } from "../../contracts/services/sessions.ts";
import type { Desk } from "./accounts/desk.ts";
import { beginSession, type Admission } from "./accounts/entering.ts";
import { firstOrganisation } from "./accounts/first-organisation.ts";
import { tellRefusal } from "./accounts/sign-in.ts";
import { claimAttempt, forgetAttempts } from "./attempts.ts";
import { audited, type Told } from "./audit.ts";
import { answered, ask, asked, challengeOver } from "./challenges.ts";
import { stepsOf, useCode, type Apps } from "./factors.ts";
import { askForPasskey, signedBy, type Party } from "./passkeys.ts";

/** What a sign-in comes to that has proved one thing: a session, or the wish for a second proof. */
export type Entrance = { admission: Admission } | { secondStep: SecondStepWanted };

/** Signs in who has proved one thing by `method`, or asks for a second proof of who has set one up. */
export async function enter(
  desk: Desk,
  userId: string,
  method: "password" | "oauth",
  alongside: { statements: BatchItem<"sqlite">[]; told: Told[] } = { statements: [], told: [] },
): Promise<Result<Entrance>> {
  const { db, sources } = desk;
  const methods = await stepsOf(db, userId);
  if (methods.length === 0) {
    const begun = await beginSession(desk, userId, method, async () => ok(alongside));
    return begun.ok ? ok({ admission: begun.value }) : begun;
  }
  if (alongside.statements.length > 0) {
    const organisation = (await firstOrganisation(db, userId)) ?? installation;
    const written = await audited({ db, sources, organisation }, () => ok({ value: undefined, ...alongside }));
    if (!written.ok) return written;
  }
  const { token, expiresAt } = await ask(db, sources, { purpose: "second-step", userId, data: { method } });
  return ok({ secondStep: { status: "second-factor", challenge: token, methods, expiresAt: expiresAt.toISOString() } });
}

/** The second step by a code of the app or a recovery code. Guesses are counted by person, over all challenges. */
export async function signInWithCode(desk: Desk, input: { challenge: string; code: string }, apps: Apps): Promise<Result<Admission>> {
  const { db, sources } = desk;
  const challenge = await asked(db, "second-step", input.challenge, sources.now());
  const userId = challenge?.userId;
  if (!challenge || !userId) return challengeOver;
  const claimed = await claimAttempt(db, `code:${userId}`, sources.now());
  if (!claimed.ok) return claimed;
  const method: SignInMethod = challenge.data["method"] === "oauth" ? "oauth+code" : "password+code";
  const begun = await beginSession(desk, userId, method, async (now) => {
    if (!(await asked(db, "second-step", input.challenge, now))) return challengeOver;
    const used = await useCode(db, userId, input.code, apps, now);
    return used.ok ? ok({ statements: [...used.value.statements, answered(db, challenge)], told: used.value.told }) : used;
  });
  if (begun.ok) await forgetAttempts(db, `code:${userId}`);
  else if (begun.error.code === "unauthenticated") desk.later(() => tellRefusal(desk, userId, "code"));
  return begun;
}

/** What the browser is asked for a passkey: with the challenge of a right password those of that person, else any. */
export async function passkeyOptions(desk: Desk, party: Result<Party>, challenge: string | undefined): Promise<Result<PasskeyOptions>> {
  if (challenge === undefined) return askForPasskey(desk, party, "passkey-sign-in", undefined);
  const step = await asked(desk.db, "second-step", challenge, desk.sources.now());
  return step?.userId ? askForPasskey(desk, party, "passkey-sign-in", step.userId) : challengeOver;
}

/** Signs in with a passkey: after a password, or alone, because its device has asked for a finger or a PIN. */
export async function signInWithPasskey(desk: Desk, party: Result<Party>, input: PasskeySignIn): Promise<Result<Admission>> {
  const signed = await signedBy(desk, party, "passkey-sign-in", input);
  if (!signed.ok) return signed;
  const { userId, asked: second, used } = signed.value;
  return beginSession(desk, userId, second ? "password+passkey" : "passkey", async () => ok({ statements: [used], told: [] }));
}
