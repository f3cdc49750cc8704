/** Session cookies that were altered, moved to where they do not belong, or planted. */
import { createHash } from "node:crypto";
import { sessionCookie } from "../../../contracts/services/auth.ts";
import { password } from "../people.ts";
import { actsAs, asJson, gotOf, me, unauthenticated, type Attack, type Ground } from "./attack.ts";

export function alteredSessions({ viewer, owner, stage }: Ground): Attack[] {
  const { origin } = stage.wire;
  const cookie = viewer.headers["cookie"] ?? "";
  const token = cookie.slice(sessionCookie.length + 1);
  const invented = `${sessionCookie}=${"A".repeat(43)}`;
  const asCookie: [name: string, cookie: string][] = [
    ["with its last character changed", cookie.slice(0, -1) + (cookie.endsWith("A") ? "B" : "A")],
    ["cut short", cookie.slice(0, -1)],
    ["in capitals", `${sessionCookie}=${token.toUpperCase()}`],
    ["as the digest that the database holds", `${sessionCookie}=${createHash("sha256").update(token).digest("hex")}`],
    ["in quotes", `${sessionCookie}="${token}"`],
    ["under a name in lower case", `__host-paissive=${token}`],
    ["under a name without its prefix", `paissive=${token}`],
    ["under the other prefix", `__Secure-paissive=${token}`],
    ["after an invented one", `${invented}; ${cookie}`],
    ["as a piece of SQL", `${sessionCookie}=' OR '1'='1`],
    ["with a null byte", `${sessionCookie}=${token}%00`],
    ["as the prototype of everything", `${sessionCookie}=__proto__`],
    ["of 7 KB", `${sessionCookie}=${"A".repeat(7_000)}`],
  ];
  const elsewhere: [name: string, path: string, headers: Record<string, string>][] = [
    ["in the query", `${me}?token=${token}&${sessionCookie}=${token}`, {}],
    ["as a bearer token", me, { authorization: `Bearer ${token}` }],
    ["as an API key", me, { "x-api-key": token }],
    ["in another header", me, { "x-session": token, "x-auth-token": token, "set-cookie": cookie }],
  ];
  const signIn = { method: "POST", path: "/api/v1/auth/sign-in", body: JSON.stringify({ email: owner.email, password }) };
  return [
    ...asCookie.map(([name, value]): Attack => ({
      name: `a session ${name}`,
      sent: { method: "GET", path: me, headers: { cookie: value } },
      fault: unauthenticated,
    })),
    ...elsewhere.map(([name, path, headers]): Attack => ({
      name: `a session ${name}`,
      sent: { method: "GET", path, headers },
      fault: unauthenticated,
    })),
    {
      name: "an invented session after a good one",
      sent: { method: "GET", path: me, headers: { cookie: `theme=dark; ${cookie}; ${invented}` } },
      fault: actsAs(viewer),
    },
    {
      name: "a planted session at sign-in",
      sent: { ...signIn, headers: { ...asJson, origin, cookie: invented } },
      fault: (heard) => {
        const set = heard.headers["set-cookie"] ?? "";
        if (heard.status !== 200 || set.includes(invented)) return `It should get a session of its own. ${gotOf(heard)}`;
        const fresh = /^__Host-paissive=([^;]+); Path=\/; Max-Age=604800; Secure; HttpOnly; SameSite=Lax$/.exec(set)?.[1];
        if (fresh === undefined) return `The cookie should be the host's own, secure, and hidden from scripts: ${set}`;
        return heard.text.includes(fresh) ? "The token stands in the body, where scripts can read it." : undefined;
      },
    },
  ];
}
