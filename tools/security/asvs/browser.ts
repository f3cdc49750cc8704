/** V3, what a browser sees; V4, the API as such. */
import { secure } from "../../../workers/gateway/headers.ts";
import { cited } from "./cited.ts";
import { everywhere, expected, newSession, status } from "./evidence.ts";
import { requirement, type ProvingPart, type Requirement } from "./requirement.ts";
import { changedByReading, strayRedirect } from "./safe-methods.ts";
import { markupFault, webSources } from "./web-sources.ts";

const attacks: readonly ProvingPart[] = ["attacks"];
/** Requests of a page of another site, on every operation. */
const foreign = { parts: attacks };
const noGraph = { notApplicable: "there is no GraphQL" };

export const browser: Requirement[] = [
  requirement("3.2.1", 1, "answers are not rendered as something else", {
    check: everywhere("content-security-policy", /default-src '(none|self)'/),
  }),
  requirement("3.2.2", 1, "texts are shown as texts", {
    check: () => markupFault(webSources()),
    tests: [
      ...cited("web/src/niches/evidence-text.test.ts", "are shown as text, whatever stands in them"),
      ...cited("web/src/results/article.test.ts", "lets no unknown element, attribute or script through"),
    ],
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
    tests: cited("workers/gateway/headers.test.ts", "HSTS is said over HTTPS only"),
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
  requirement("3.5.3", 1, "nothing changes by GET", { check: changedByReading }),
  requirement("3.5.4", 2, "other applications have other host names", { notApplicable: "one application, one host" }),
  requirement("3.5.5", 2, "messages of other windows are looked at", { notApplicable: "the app listens to none" }),
  requirement("3.7.1", 2, "no outdated browser technology: what would need a plug-in is not even loaded", {
    check: everywhere("content-security-policy", /default-src 'none'|object-src 'none'/),
  }),
  requirement("3.7.2", 2, "redirects go to known places only", {
    check: strayRedirect,
    tests: cited("web/src/session/next-page.test.ts", "goes to the niches instead of"),
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
  requirement("4.1.3", 2, "headers that only the door writes cannot be sent", { parts: attacks }),
  requirement("4.2.1", 2, "bodies end where HTTP says that they end", {
    byDesign:
      "no part of this system reads HTTP from the wire or writes it: Cloudflare's edge ends the client's connection, and between services calls are bindings within workerd, not bytes that could be read in two ways",
  }),
  requirement("4.3.1", 2, "queries are bounded", noGraph),
  requirement("4.3.2", 2, "introspection is off", noGraph),
  requirement("4.4.1", 1, "sockets are encrypted wherever the page is, which only this machine's own need not be", {
    check: async (grounds) => {
      const headers = new Headers();
      secure(headers, new URL("https://app.example/niches"), { requestId: "", traceparent: "" });
      const reached = /connect-src ([^;]+)/.exec(headers.get("content-security-policy") ?? "")?.[1];
      if (reached !== "'self' wss://app.example") return `A page over HTTPS may open: ${reached}`;
      // A plain socket to a deployed system would come without a session: browsers send the cookie over TLS only.
      return cookie(/; Secure/, grounds);
    },
    tests: cited("web/src/api/feed-address.test.ts", "a page over HTTPS opens encrypted sockets only"),
  }),
  requirement("4.4.2", 2, "the origin of sockets is looked at", {
    check: async ({ stage, owner }) => {
      const upgrade = {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      };
      const opened = (origin: string) => {
        const headers = { ...owner.headers, ...upgrade, origin };
        return stage.wire.send({ method: "GET", path: "/api/v1/niches/nch_00000000000000000000000000/feed", headers });
      };
      const [foreigner, own] = [await opened("https://evil.example"), await opened(stage.wire.origin)];
      if (foreigner.status !== 403) return expected("403", foreigner);
      return own.status === 404 || own.status === 101 ? undefined : expected("404 from our own page, since the niche is not there", own);
    },
  }),
  requirement("4.4.3", 2, "sockets have the session's rules", {
    tests: [
      ...cited("workers/gateway/gateway.system.test.ts", "a session that is signed out sees nothing more, and its sockets end"),
      ...cited("workers/gateway/standing.test.ts", "what was confirmed is believed for five seconds, and asked for anew after that"),
    ],
  }),
  requirement("4.4.4", 2, "tokens of sockets come from a session", { notApplicable: "a socket is opened with the session itself" }),
];

async function cookie(fits: RegExp, grounds: Parameters<typeof newSession>[0]): Promise<string | undefined> {
  return cookieFault((await newSession(grounds)).heard.headers["set-cookie"], fits);
}

function cookieFault(set: string | undefined, fits: RegExp): string | undefined {
  return fits.test(set ?? "") ? undefined : `The cookie is set so: ${String(set).replace(/=[\w-]{43}/, "=…")}`;
}
