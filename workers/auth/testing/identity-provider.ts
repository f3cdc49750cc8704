/** GitHub and an issuer of OpenID Connect on this machine: what a browser is sent to, and what is asked behind its back. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export interface Persona {
  subject: number;
  email: string;
  verified: boolean;
}

export interface IdentityProvider {
  url: string;
  /** Lets `who` agree on the page that `location` opens; answers what the browser brings back. */
  agree(location: string, who: Persona): { code: string; state: string };
  /** Who is signed in there: its pages ask a browser whether they agree. Undefined: there are no pages. */
  signedIn: Persona | undefined;
  /** What the next ID tokens say instead. */
  forged: Record<string, unknown>;
  /** Who signs the next ID tokens: `another` names its own key in the header, `secret` is the client's secret. */
  signer: "issuer" | "nobody" | "another" | "secret";
  /** Requests that it had. */
  asked: number;
  close(): void;
}

export async function openIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const another = await generateKeyPair("RS256");
  const grants = new Map<string, { who: Persona; asked: URLSearchParams }>();
  const server = createServer((request, answer) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      provider.asked++;
      const page = request.method === "GET" ? consent(`${url}${request.url}`) : undefined;
      if (page !== undefined) {
        answer.writeHead(200, { "content-type": "text/html" }).end(page);
        return;
      }
      void reply(request.url ?? "", request.headers.authorization ?? "", body).then((value) => {
        answer.writeHead(value === undefined ? 400 : 200, { "content-type": "application/json" });
        answer.end(JSON.stringify(value ?? { error: "invalid_grant" }));
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: IdentityProvider = {
    url,
    forged: {},
    signer: "issuer",
    asked: 0,
    agree(location, who) {
      const asked = new URL(location).searchParams;
      const code = `code-${grants.size + 1}`;
      grants.set(code, { who, asked });
      return { code, state: asked.get("state") ?? "" };
    },
    signedIn: undefined,
    close: () => server.close(),
  };
  /** Both ways back from the page that the browser was sent to (RFC 6749, sections 4.1.2 and 4.1.2.1). */
  function consent(location: string): string | undefined {
    const { pathname, searchParams } = new URL(location);
    const who = provider.signedIn;
    if (!who || (pathname !== "/login/oauth/authorize" && pathname !== "/auth")) return undefined;
    const back = (answer: Record<string, string>) => `${searchParams.get("redirect_uri")}?${new URLSearchParams(answer).toString()}`;
    const { code, state } = provider.agree(location, who);
    const link = (text: string, to: string) => `<p><a href="${to.replaceAll("&", "&amp;")}">${text}</a></p>`;
    return `<h1>Another service</h1>${link(`Go on as ${who.email}`, back({ code, state }))}${link("Decline", back({ error: "access_denied", state }))}`;
  }
  async function reply(path: string, authorization: string, body: string): Promise<unknown> {
    if (path === "/jwks") return { keys: [{ ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" }] };
    if (path === "/login/oauth/access_token" || path === "/token") {
      const form = new URLSearchParams(body);
      const grant = grants.get(form.get("code") ?? "");
      const challenge = createHash("sha256")
        .update(form.get("code_verifier") ?? "")
        .digest("base64url");
      const right = form.get("client_secret") === "secret" && form.get("redirect_uri") === grant?.asked.get("redirect_uri");
      if (!grant || !right || grant.asked.get("code_challenge") !== challenge) return undefined;
      const { subject, email, verified } = grant.who;
      const claims = {
        sub: String(subject),
        email,
        email_verified: verified,
        name: "Grace",
        nonce: grant.asked.get("nonce"),
        ...provider.forged,
      };
      const token = new SignJWT(claims).setIssuedAt().setExpirationTime(String(provider.forged["expires"] ?? "1m"));
      const issued = token.setIssuer(String(provider.forged["iss"] ?? url)).setAudience(String(provider.forged["aud"] ?? "client"));
      return { access_token: form.get("code"), token_type: "bearer", id_token: await signed(issued) };
    }
    const grant = grants.get(authorization.replace("Bearer ", ""));
    if (path === "/api/v3/user") return grant && { id: grant.who.subject, login: "grace", name: null };
    return grant && [{ email: grant.who.email, primary: true, verified: grant.who.verified }];
  }
  async function signed(token: SignJWT): Promise<string> {
    if (provider.signer === "issuer") return token.setProtectedHeader({ alg: "RS256", kid: "k1" }).sign(privateKey);
    if (provider.signer === "secret")
      return token.setProtectedHeader({ alg: "HS256", kid: "k1" }).sign(new TextEncoder().encode("secret".padEnd(32, "-")));
    const jwk = await exportJWK(another.publicKey);
    const foreign = await token
      .setProtectedHeader({ alg: "RS256", kid: "k1", jwk, jku: `${url}/jwks-of-another` })
      .sign(another.privateKey);
    const [, claims = ""] = foreign.split(".");
    return provider.signer === "another" ? foreign : `${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`;
  }
  return provider;
}
