/** Proving again who is there before a sensitive change: by no less than a sign-in takes. */
import { and, eq, isNotNull } from "drizzle-orm";
import { sha256Hex } from "../../contracts/digest.ts";
import { authorizePerson, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { sessionPolicy, type Confirm, type ConfirmationOptions } from "../../contracts/services/sessions.ts";
import { firstOrganisation } from "./accounts/first-organisation.ts";
import { claimAttempt, forgetAttempts } from "./attempts.ts";
import { actorOf, audited, type Ledger } from "./audit.ts";
import { stepsOf, useCode, type Apps, type UsedCode } from "./factors.ts";
import { listIdentities } from "./identities.ts";
import { newToken } from "./one-time-token.ts";
import { askForPasskey, signedBy, type Party } from "./passkeys.ts";
import { credential, provePasswordAgain } from "./passwords.ts";
import { accounts, sessions } from "./schema.ts";
import type { Standing } from "./sessions.ts";

/** What this installation needs to look at a proof. */
export interface Means {
  party: Result<Party>;
  apps: Apps;
}

/** How the person can prove who they are; with a fresh question for their passkeys. */
export async function confirmationOptions(
  ledger: Ledger,
  principal: Principal,
  party: Result<Party>,
): Promise<Result<ConfirmationOptions>> {
  const { db } = ledger;
  const identities = await listIdentities(db, principal);
  if (!identities.ok) return identities;
  const steps = await stepsOf(db, principal.id);
  const passkey = steps.includes("passkey") ? await askForPasskey(ledger, party, "passkey-confirmation", principal.id) : undefined;
  const own = and(eq(accounts.userId, principal.id), eq(accounts.providerId, credential), isNotNull(accounts.password));
  const [held] = await db.select({ id: accounts.id }).from(accounts).where(own);
  const isOpened = steps.length === 0 || steps.some((step) => step !== "passkey");
  return ok({
    password: held && isOpened ? (steps.length === 0 ? "alone" : "with-code") : null,
    passkey: passkey?.ok ? passkey.value : null,
    providers: [...new Set(identities.value.map(({ provider }) => provider))],
  });
}

/** Sensitive changes of the session's person are taken for ten minutes, under a new token of the session. `invalid_input` for what is no proof. */
export async function confirmIdentity(
  ledger: Ledger,
  { principal, token }: Standing,
  input: Confirm,
  means: Means,
): Promise<Result<{ token: string; confirmedUntil: string }>> {
  const allowed = authorizePerson(principal);
  if (!allowed.ok) return allowed;
  const { db, sources } = ledger;
  const proof = await ("passkey" in input ? byPasskey(ledger, principal, input, means) : byPassword(ledger, principal, input, means));
  if (!proof.ok) return proof;
  const fresh = newToken(sources);
  const [before, after] = [await sha256Hex(token ?? ""), await sha256Hex(fresh)];
  // In the log in which sign-ins stand, under whose lock codes are used up: of two who send one at once, here or there, the second finds it used.
  const organisation = (await firstOrganisation(db, principal.id)) ?? ledger.organisation;
  const confirmed = await audited({ ...ledger, organisation }, async (now) => {
    const used = await proof.value.use(now);
    if (!used.ok) return used;
    return ok({
      value: { token: fresh, confirmedUntil: new Date(now + sessionPolicy.recentMs).toISOString() },
      statements: [
        ...used.value.statements,
        db
          .update(sessions)
          .set({ token: after, authenticatedAt: new Date(now), updatedAt: new Date(now) })
          .where(and(eq(sessions.token, before), eq(sessions.userId, principal.id))),
      ],
      told: [...used.value.told, { action: "session.confirmed" as const, actor: actorOf(principal), details: { by: proof.value.by } }],
    });
  });
  if (confirmed.ok) await proof.value.settle();
  return confirmed;
}

/** What has been proved, what using it up takes, and what is done once it has counted. */
interface Proof {
  by: "password" | "password+code" | "passkey";
  use: (now: number) => Promise<Result<UsedCode>> | Result<UsedCode>;
  settle: () => Promise<void>;
}

const unused: UsedCode = { statements: [], told: [] };
const nothing = async () => undefined;

async function byPassword(
  ledger: Ledger,
  principal: Principal,
  { password, code }: { password: string; code?: string | undefined },
  { apps }: Means,
): Promise<Result<Proof>> {
  const { db, sources } = ledger;
  const proved = await provePasswordAgain(ledger, principal, password, "password");
  if (!proved.ok) return proved;
  if ((await stepsOf(db, principal.id)).length === 0) return ok({ by: "password", use: () => ok(unused), settle: nothing });
  if (code === undefined)
    return refused("code", "Your password alone is not enough: a code of your authenticator app or a recovery code goes with it.");
  const guesses = `code:${principal.id}`;
  const claimed = await claimAttempt(db, guesses, sources.now());
  if (!claimed.ok) return claimed;
  return ok({
    by: "password+code",
    use: async (now) => {
      const used = await useCode(db, principal.id, code, apps, now);
      return used.ok ? used : refused("code", used.error.detail);
    },
    settle: () => forgetAttempts(db, guesses),
  });
}

async function byPasskey(
  ledger: Ledger,
  principal: Principal,
  { passkey }: Extract<Confirm, { passkey: unknown }>,
  { party }: Means,
): Promise<Result<Proof>> {
  const signed = await signedBy(ledger, party, "passkey-confirmation", passkey);
  if (!signed.ok && signed.error.code !== "unauthenticated") return signed;
  if (!signed.ok || signed.value.userId !== principal.id)
    return refused("passkey", "This is no answer of a passkey of yours. Begin again.");
  return ok({ by: "passkey", use: () => ok({ statements: [signed.value.used], told: [] }), settle: nothing });
}

/** Not `unauthenticated`: the session is as good as it was. */
function refused(path: string, message: string) {
  return err("invalid_input", message, { fields: [{ path, message }] });
}
