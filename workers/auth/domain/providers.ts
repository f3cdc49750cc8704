/** Other identity providers, from the settings of this installation. Pure. */
import * as z from "zod";
import type { ProviderName } from "../../../contracts/services/providers.ts";

export interface ProviderVariables {
  GITHUB_CLIENT_ID?: string;
  GITHUB_CLIENT_SECRET?: string;
  /** `https://github.example` of a GitHub Enterprise Server. */
  GITHUB_URL?: string;
  GOOGLE_CLIENT_ID?: string;
  GOOGLE_CLIENT_SECRET?: string;
  /** Another issuer of OpenID Connect in the place of Google's. */
  GOOGLE_ISSUER?: string;
}

export interface Provider {
  name: ProviderName;
  clientId: string;
  clientSecret: string;
  authorizeUrl: string;
  tokenUrl: string;
  scope: string;
  /** How the identity is learnt: by asking an API, or from a signed token. */
  identity: { kind: "github"; api: string } | { kind: "openid"; issuer: string; jwks: string };
}

/** The provider as it is set up; undefined when it is not. */
export function providerOf(name: string, variables: ProviderVariables): Provider | undefined {
  const { GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET } = variables;
  if (name === "github" && GITHUB_CLIENT_ID && GITHUB_CLIENT_SECRET) {
    const site = variables.GITHUB_URL?.replace(/\/+$/, "");
    return {
      name,
      clientId: GITHUB_CLIENT_ID,
      clientSecret: GITHUB_CLIENT_SECRET,
      authorizeUrl: `${site ?? "https://github.com"}/login/oauth/authorize`,
      tokenUrl: `${site ?? "https://github.com"}/login/oauth/access_token`,
      scope: "read:user user:email",
      identity: { kind: "github", api: site === undefined ? "https://api.github.com" : `${site}/api/v3` },
    };
  }
  if (name === "google" && GOOGLE_CLIENT_ID && GOOGLE_CLIENT_SECRET) {
    const issuer = variables.GOOGLE_ISSUER?.replace(/\/+$/, "");
    return {
      name,
      clientId: GOOGLE_CLIENT_ID,
      clientSecret: GOOGLE_CLIENT_SECRET,
      authorizeUrl: issuer === undefined ? "https://accounts.google.com/o/oauth2/v2/auth" : `${issuer}/auth`,
      tokenUrl: issuer === undefined ? "https://oauth2.googleapis.com/token" : `${issuer}/token`,
      scope: "openid email profile",
      identity: {
        kind: "openid",
        issuer: issuer ?? "https://accounts.google.com",
        jwks: issuer === undefined ? "https://www.googleapis.com/oauth2/v3/certs" : `${issuer}/jwks`,
      },
    };
  }
  return undefined;
}

/** Where the browser is sent: RFC 6749, 4.1.1, with PKCE (RFC 7636, S256) and, for OpenID Connect, a nonce. */
export function authorizationUrl(
  { authorizeUrl, clientId, scope, identity }: Provider,
  { redirectUri, state, challenge, nonce }: { redirectUri: string; state: string; challenge: string; nonce: string },
): string {
  const url = new URL(authorizeUrl);
  const query = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...(identity.kind === "openid" ? { nonce } : {}),
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.toString();
}

/** Who somebody is at a provider. */
export interface Identity {
  /** The provider's own id of the person, which stays when the address changes. */
  subject: string;
  /** Absent unless the provider vouches for it. */
  verifiedEmail: string | undefined;
  name: string;
}

const githubUser = z.object({ id: z.int(), login: z.string(), name: z.string().nullish() });
const githubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** What GitHub's `/user` and `/user/emails` say. */
export function githubIdentity(user: unknown, emails: unknown): Identity | undefined {
  const [person, list] = [githubUser.safeParse(user).data, githubEmails.safeParse(emails).data];
  if (!person || !list) return undefined;
  const primary = list.find((one) => one.primary && one.verified);
  return { subject: String(person.id), verifiedEmail: primary?.email, name: person.name ?? person.login };
}

const claims = z.object({
  sub: z.string().min(1),
  nonce: z.string(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
});

/** What the claims of a verified ID token say; undefined when they do not answer the question with `nonce`. */
export function openIdIdentity(payload: unknown, nonce: string): Identity | undefined {
  const said = claims.safeParse(payload).data;
  if (!said || said.nonce !== nonce) return undefined;
  return {
    subject: said.sub,
    verifiedEmail: said.email_verified === true ? said.email : undefined,
    name: said.name ?? said.email ?? said.sub,
  };
}
