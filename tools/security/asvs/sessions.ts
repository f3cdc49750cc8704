/** V7, sessions; V8, authorization. */
import { describedOperations } from "../operations.ts";
import { cited } from "./cited.ts";
import { documented, me, newSession, status } from "./evidence.ts";
import { requirement, type Grounds, type Requirement } from "./requirement.ts";
import { signOutFault, webSources } from "./web-sources.ts";

const page = "docs/reference/authentication.md";
const accounts = "workers/auth/accounts.system.test.ts";
const members = "workers/auth/members.system.test.ts";
const confirmation = "workers/auth/confirmation.system.test.ts";

export const sessions: Requirement[] = [
  requirement("7.1.1", 2, "documented: when a session ends", documented(page, "7 days after sign-in, a day without a request")),
  requirement("7.1.2", 2, "documented: how many sessions one may have", documented(page, "A person may have any number of sessions")),
  requirement("7.1.3", 2, "documented: sessions of federated systems", documented(page, "Signing out there ends no session here")),
  requirement("7.2.1", 1, "tokens are checked behind the door", {
    check: async (grounds) => status(401, await me(grounds, { cookie: `__Host-paissive=${"A".repeat(43)}` })),
  }),
  requirement("7.2.2", 1, "tokens are made for each session", { tests: cited(accounts, "signing out ends this session and no other") }),
  requirement("7.2.3", 1, "tokens are random and have 128 bits", {
    check: async (grounds) => {
      const [a = "", b = ""] = [await newSession(grounds), await newSession(grounds)].map(
        ({ headers }) => headers["cookie"]?.split("=")[1],
      );
      if (a === b) return "Two sessions have one token.";
      return /^[\w-]{43}$/.test(a) ? undefined : `A token has another form: ${a.length} characters.`;
    },
  }),
  requirement("7.2.4", 1, "every proof of identity makes a new token and ends the old one", {
    tests: cited(accounts, "confirming who one is gives a new token"),
  }),
  requirement("7.3.1", 2, "an unused session ends", { tests: cited(accounts, "one that was not used for a day") }),
  requirement("7.3.2", 2, "every session ends", { tests: cited(accounts, "a session that has run out") }),
  requirement("7.4.1", 1, "signing out ends the session where it is kept", {
    check: async (grounds) => {
      const { headers } = await newSession(grounds);
      const before = status(200, await me(grounds, headers));
      if (before !== undefined) return before;
      await grounds.stage.wire.send({ method: "POST", path: "/api/v1/auth/sign-out", headers });
      return status(401, await me(grounds, headers));
    },
  }),
  requirement("7.4.2", 1, "who is put out has no session any more", { tests: cited(members, "who is put out or leaves has no session") }),
  requirement("7.4.3", 2, "after a change of factors all other sessions can be ended", {
    tests: cited(accounts, "ended alone or with all others"),
  }),
  requirement("7.4.4", 2, "signing out is on every page", { check: () => signOutFault(webSources()) }),
  requirement("7.4.5", 2, "administrators can end a person's sessions", {
    tests: cited(members, "an administrator ends a member's sessions"),
  }),
  requirement("7.5.1", 2, "what bears on signing in is changed only after a fresh proof", {
    tests: [
      ...cited("workers/auth/factors.system.test.ts", "factors are added and removed only by who has proved lately"),
      ...cited(
        confirmation,
        "the password alone is a proof only of who has nothing else",
        "with an authenticator app a code goes with the password",
        "a passkey is a proof alone",
        "a new password of who has a second factor takes a recent proof besides",
      ),
    ],
  }),
  requirement("7.5.2", 2, "people see their sessions and, after a fresh proof, end them", {
    tests: cited(accounts, "only after a fresh proof"),
  }),
  requirement("7.6.1", 2, "sessions here and at a provider behave as documented", {
    tests: cited("workers/auth/oauth.system.test.ts", "a session begun with another service runs out as all others do"),
  }),
  requirement("7.6.2", 2, "no session begins without somebody's doing", {
    check: unaskedSession,
    tests: cited("workers/auth/oauth.system.test.ts", "the state is bound to the browser that set out and used once"),
  }),
];

export const authorization: Requirement[] = [
  requirement("8.1.1", 1, "documented: who may do what", documented(page, "## Members and roles", "scopesOfRole")),
  requirement("8.1.2", 2, "documented: who may see and write which fields", {
    byDesign: "no field of a thing has rules of its own: who may read it reads all of it, and secrets are shown to nobody",
  }),
  requirement("8.2.1", 1, "functions are for those who may", {
    parts: ["roles"],
  }),
  requirement("8.2.2", 1, "things are for those who may", {
    parts: ["tenancy"],
  }),
  requirement("8.2.3", 2, "fields are for those who may", {
    parts: ["attacks"],
  }),
  requirement("8.3.1", 1, "rules are kept behind the door", {
    parts: ["roles"],
  }),
  requirement("8.4.1", 2, "no tenant reaches another", {
    parts: ["tenancy"],
  }),
];

/** Nothing that a link or an image can ask for, which is a GET, begins a session. */
async function unaskedSession({ stage }: Grounds): Promise<string | undefined> {
  const { wire, provider } = stage;
  const persona = { subject: 41, email: "unasked@asvs.example", verified: true };
  const out = await wire.send({ method: "GET", path: "/api/v1/auth/oauth/github" });
  const { code, state } = provider.agree(out.headers["location"] ?? "", persona);
  // The way back of somebody who set out in another browser.
  const planted = `/api/v1/auth/oauth/github/callback?code=${code}&state=${state}`;
  const pages = ["/", "/sign-in", "/invitation", "/confirm-sign-up"];
  const operations = describedOperations().filter(({ method }) => method === "GET");
  for (const path of [planted, ...pages, ...operations.map(({ path: described }) => described.replaceAll(/\{\w+\}/g, "github"))]) {
    const { headers } = await wire.send({ method: "GET", path, headers: { "sec-fetch-mode": "navigate" } });
    if (headers["set-cookie"]?.includes("__Host-paissive=")) return `GET ${path} begins a session.`;
  }
  return undefined;
}
