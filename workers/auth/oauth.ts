/** Signing in with another identity provider: the authorization code flow with PKCE, a state bound to the browser, and a nonce. */
import { and, eq } from "drizzle-orm";
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as z from "zod";
import { newId } from "../../contracts/ids.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { log } from "../kit/log.ts";
import type { Desk } from "./accounts/desk.ts";
import { settle } from "./accounts/registration.ts";
import { type Told } from "./audit.ts";
import { ask, challengeOver, take } from "./challenges.ts";
import { normaliseEmail } from "./domain/email.ts";
import { authorizationUrl, githubIdentity, openIdIdentity, type Identity, type Provider } from "./domain/providers.ts";
import { newToken } from "./one-time-token.ts";
import { accounts, users } from "./schema.ts";
import { enter, type Entrance } from "./second-step.ts";

const patienceMs = 10_000;
const refused = err("unauthenticated", "The other service did not say who you are. Try again.");

/** Where the browser goes, and the state that it has to bring back in a cookie too. */
export async function startOauth(
  { db, sources }: Desk,
  provider: Provider,
  site: Result<string>,
): Promise<Result<{ location: string; state: string }>> {
  if (!site.ok) return site;
  const [verifier, nonce] = [newToken(sources), newToken(sources)];
  const { token: state } = await ask(db, sources, { purpose: "oauth", data: { provider: provider.name, verifier, nonce } });
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const challenge = btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
  return ok({ location: authorizationUrl(provider, { redirectUri: redirectUri(site.value, provider), state, challenge, nonce }), state });
}

export interface Return {
  code: string | undefined;
  state: string | undefined;
  /** Of the cookie: the same browser that set out. */
  bound: string | undefined;
}

/**
 * Signs in who comes back. An identity belongs to the person who first came with it; a new one to the account whose address both sides have
 * verified, or to a new account. An address that only one side has verified is a `conflict`: whoever made the other account may not own it.
 */
export async function finishOauth(
  desk: Desk,
  provider: Provider,
  site: Result<string>,
  { code, state, bound }: Return,
): Promise<Result<Entrance>> {
  const { db, sources } = desk;
  if (!site.ok) return site;
  // A state from another browser would sign the victim in as the attacker (login CSRF).
  if (state === undefined || state !== bound) return challengeOver;
  const question = await take(db, "oauth", state, sources.now());
  if (question?.data["provider"] !== provider.name || code === undefined) return challengeOver;
  const { verifier = "", nonce = "" } = question.data;
  const identity = await identityOf(provider, { code, verifier, nonce, redirectUri: redirectUri(site.value, provider) });
  if (!identity) return refused;
  const [known] = await db
    .select({ userId: accounts.userId })
    .from(accounts)
    .where(and(eq(accounts.providerId, provider.name), eq(accounts.accountId, identity.subject)));
  if (known) return enter(desk, known.userId, "oauth");
  const email = identity.verifiedEmail === undefined ? undefined : normaliseEmail(identity.verifiedEmail);
  if (!email?.ok) return err("forbidden", "The other service has not verified your address. Verify it there first.");
  const now = new Date(sources.now());
  const link = (userId: string) =>
    db
      .insert(accounts)
      .values({ id: crypto.randomUUID(), accountId: identity.subject, providerId: provider.name, userId, createdAt: now, updatedAt: now });
  const userId = newId("user", sources);
  const [user] = await db.select({ id: users.id, verified: users.emailVerified }).from(users).where(eq(users.email, email.value));
  if (user && !user.verified)
    return err("conflict", "There is an account with your address. Sign in with its password and confirm the address first.");
  const linked: Told = {
    action: "identity.linked",
    actor: { kind: "user", id: user?.id ?? userId },
    target: user?.id ?? userId,
    details: { provider: provider.name },
  };
  if (user) return enter(desk, user.id, "oauth", { statements: [link(user.id)], told: [linked] });
  const name = identity.name.slice(0, 100) || "Founder";
  const made = await settle(desk, {
    userId,
    email: email.value,
    emailVerified: true,
    name,
    home: { organisationName: `${name}'s company`.slice(0, 100) },
    method: "oauth",
    after: [link(userId)],
    told: [linked],
  });
  return made.ok ? ok({ admission: made.value }) : made;
}

function redirectUri(site: string, { name }: Provider): string {
  return `${site}/api/v1/auth/oauth/${name}/callback`;
}

const tokenSchema = z.object({ access_token: z.string().min(1), id_token: z.string().optional() });

/** Exchanges the code and asks who it is; undefined for whatever goes wrong on the way. */
async function identityOf(
  provider: Provider,
  exchange: { code: string; verifier: string; nonce: string; redirectUri: string },
): Promise<Identity | undefined> {
  try {
    const { clientId, clientSecret, identity } = provider;
    const form = new URLSearchParams({
      grant_type: "authorization_code",
      code: exchange.code,
      redirect_uri: exchange.redirectUri,
      client_id: clientId,
      client_secret: clientSecret,
      code_verifier: exchange.verifier,
    });
    const answer = await fetch(provider.tokenUrl, {
      method: "POST",
      body: form,
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(patienceMs),
    });
    const tokens = answer.ok ? tokenSchema.safeParse(await answer.json()).data : undefined;
    if (!tokens) return undefined;
    if (identity.kind === "github") {
      const headers = { authorization: `Bearer ${tokens.access_token}`, accept: "application/vnd.github+json", "user-agent": "paissive" };
      const get = async (path: string) =>
        (await fetch(`${identity.api}${path}`, { headers, redirect: "manual", signal: AbortSignal.timeout(patienceMs) })).json();
      return githubIdentity(await get("/user"), await get("/user/emails"));
    }
    const keys = createRemoteJWKSet(new URL(identity.jwks), { timeoutDuration: patienceMs });
    const { payload } = await jwtVerify(tokens.id_token ?? "", keys, {
      issuer: identity.issuer,
      audience: clientId,
      algorithms: ["RS256", "ES256"],
    });
    return openIdIdentity(payload, exchange.nonce);
  } catch (cause) {
    log("error", { provider: provider.name, message: String(cause) });
    return undefined;
  }
}
