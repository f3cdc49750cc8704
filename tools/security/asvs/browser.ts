/** V3, what a browser sees; V4, the API as such. */
import { everywhere, expected, newSession, says, status } from "./evidence.ts";
import { requirement, type Requirement } from "./requirement.ts";

const door = "tests/security/door.test.ts";
const foreign = { provedIn: door, by: "foreign pages" };
const noGraph = { notApplicable: "there is no GraphQL" };

export const browser: Requirement[] = [
  requirement("3.2.1", 1, "answers are not rendered as something else", {
    check: everywhere("content-security-policy", /default-src '(none|self)'/),
  }),
  requirement("3.2.2", 1, "texts are shown as texts", {
    check: says("web/src/session/app-frame.tsx", /^(?!.*dangerouslySetInnerHTML).*$/),
  }),
  requirement("3.3.1", 1, "cookies are Secure and have a prefix", {
    check: async (grounds) => cookie(/^__Host-paissive=[^;]+;.*Secure/, grounds),
  }),
  requirement("3.3.2", 2, "cookies have the SameSite that fits", { check: async (grounds) => cookie(/SameSite=Lax/, grounds) }),
  requirement("3.3.3", 2, "cookies have the prefix __Host-", { check: async (grounds) => cookie(/^__Host-/, grounds) }),
  requirement("3.3.4", 2, "scripts cannot read a session's token", {
    check: async (grounds) => {
      const { heard, headers } = await newSession(grounds);
      const token = headers["cookie"]?.split("=")[1] ?? "none";
      return heard.text.includes(token) ? "The token stands in the body." : cookieFault(heard.headers["set-cookie"], /HttpOnly/);
    },
  }),
  requirement("3.4.1", 1, "HSTS for a year, with subdomains", {
    provedIn: "workers/gateway/headers.test.ts",
    by: "HSTS is said over HTTPS only",
  }),
  requirement("3.4.2", 1, "CORS names no origin that is not ours", {
    check: async ({ stage, owner }) => {
      const sent = { method: "GET", path: "/api/v1/auth/me", headers: { ...owner.headers, origin: "https://evil.example" } };
      const allowed = (await stage.wire.send(sent)).headers["access-control-allow-origin"];
      return allowed === undefined ? undefined : `Another origin is allowed: ${allowed}`;
    },
  }),
  requirement("3.4.3", 2, "a Content Security Policy everywhere, without objects and base", {
    check: everywhere("content-security-policy", /default-src 'none'|(?=.*object-src 'none')(?=.*base-uri 'none')/),
  }),
  requirement("3.4.4", 2, "nosniff everywhere", { check: everywhere("x-content-type-options", /^nosniff$/) }),
  requirement("3.4.5", 2, "a Referrer-Policy everywhere", { check: everywhere("referrer-policy", /^same-origin$/) }),
  requirement("3.4.6", 2, "frame-ancestors everywhere", { check: everywhere("content-security-policy", /frame-ancestors 'none'/) }),
  requirement("3.5.1", 1, "requests of other pages are refused", foreign),
  requirement("3.5.2", 1, "what a form of another page can send is refused", foreign),
  requirement("3.5.3", 1, "nothing changes by GET", foreign),
  requirement("3.5.4", 2, "other applications have other host names", { notApplicable: "one application, one host" }),
  requirement("3.5.5", 2, "messages of other windows are looked at", { notApplicable: "the app listens to none" }),
  requirement("3.7.1", 2, "no outdated browser technology", { check: says("package.json", /^(?!.*(flash|silverlight)).*$/) }),
  requirement("3.7.2", 2, "redirects go to known places only", {
    provedIn: "web/src/session/next-page.test.ts",
    by: "goes to the niches instead of",
  }),
];

export const api: Requirement[] = [
  requirement("4.1.1", 1, "every answer says what it is, and in which characters", {
    check: async ({ stage, owner }) => {
      for (const path of ["/", "/api/v1/health", "/api/v1/nothing", "/api/v1/auth/me"]) {
        const { headers } = await stage.wire.send({ method: "GET", path, headers: owner.headers });
        if (!/^(text\/html; ?charset=utf-8|application\/(problem\+)?json)/i.test(headers["content-type"] ?? ""))
          return `${path} is answered as ${headers["content-type"] ?? "(nothing)"}`;
      }
      return undefined;
    },
  }),
  requirement("4.1.2", 2, "the API does not redirect to HTTPS", {
    check: async ({ stage }) => status(401, await stage.wire.send({ method: "GET", path: "/api/v1/auth/me" })),
  }),
  requirement("4.1.3", 2, "headers that only the door writes cannot be sent", { provedIn: door, by: "sees through forged headers" }),
  requirement("4.2.1", 2, "bodies end where HTTP says that they end", {
    notApplicable: "workerd and Cloudflare's edge read HTTP, not this code",
  }),
  requirement("4.3.1", 2, "queries are bounded", noGraph),
  requirement("4.3.2", 2, "introspection is off", noGraph),
  requirement("4.4.1", 1, "sockets are encrypted", {
    provedIn: "workers/gateway/headers.test.ts",
    by: "the app runs its own files and nothing inline, and talks to its own host",
  }),
  requirement("4.4.2", 2, "the origin of sockets is looked at", {
    check: async ({ stage, owner }) => {
      const upgrade = {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      };
      const headers = { ...owner.headers, ...upgrade, origin: "https://evil.example" };
      const heard = await stage.wire.send({ method: "GET", path: "/api/v1/niches/nch_00000000000000000000000000/feed", headers });
      return heard.status === 403 ? undefined : expected("403", heard);
    },
  }),
  requirement("4.4.3", 2, "sockets have the session's rules", {
    provedIn: "workers/gateway/standing.test.ts",
    by: "what was confirmed is believed for five seconds, and asked for anew after that",
  }),
  requirement("4.4.4", 2, "tokens of sockets come from a session", { notApplicable: "a socket is opened with the session itself" }),
];

async function cookie(fits: RegExp, grounds: Parameters<typeof newSession>[0]): Promise<string | undefined> {
  return cookieFault((await newSession(grounds)).heard.headers["set-cookie"], fits);
}

function cookieFault(set: string | undefined, fits: RegExp): string | undefined {
  return fits.test(set ?? "") ? undefined : `The cookie is set so: ${String(set).replace(/=[\w-]{43}/, "=…")}`;
}
