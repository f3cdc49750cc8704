/** V7, sessions; V8, authorization. */
import { me, newSession, says, status } from "./evidence.ts";
import { requirement, type Requirement } from "./requirement.ts";

const page = "docs/reference/authentication.md";
const accounts = "workers/auth/accounts.system.test.ts";
const members = "workers/auth/members.system.test.ts";
const door = "tests/security/door.test.ts";

export const sessions: Requirement[] = [
  requirement("7.1.1", 2, "documented: when a session ends", { check: says(page, "7 days after sign-in, a day without a request") }),
  requirement("7.1.2", 2, "documented: how many sessions one may have", { check: says(page, "A person may have any number of sessions") }),
  requirement("7.1.3", 2, "documented: sessions of federated systems", { check: says(page, "Signing out there ends no session here") }),
  requirement("7.2.1", 1, "tokens are checked behind the door", {
    check: async (grounds) => status(401, await me(grounds, { cookie: `__Host-paissive=${"A".repeat(43)}` })),
  }),
  requirement("7.2.2", 1, "tokens are made for each session", { provedIn: accounts, by: "signing out ends this session and no other" }),
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
    provedIn: accounts,
    by: "confirming who one is gives a new token",
  }),
  requirement("7.3.1", 2, "an unused session ends", { provedIn: accounts, by: "one that was not used for a day" }),
  requirement("7.3.2", 2, "every session ends", { provedIn: accounts, by: "a session that has run out" }),
  requirement("7.4.1", 1, "signing out ends the session where it is kept", {
    check: async (grounds) => {
      const { headers } = await newSession(grounds);
      await grounds.stage.wire.send({ method: "POST", path: "/api/v1/auth/sign-out", headers });
      return status(401, await me(grounds, headers));
    },
  }),
  requirement("7.4.2", 1, "who is put out has no session any more", { provedIn: members, by: "who is put out or leaves has no session" }),
  requirement("7.4.3", 2, "after a change of factors all other sessions can be ended", {
    provedIn: accounts,
    by: "ended alone or with all others",
  }),
  requirement("7.4.4", 2, "signing out is on every page", { check: says("web/src/session/app-frame.tsx", "Sign out") }),
  requirement("7.4.5", 2, "administrators can end a person's sessions", {
    provedIn: members,
    by: "an administrator ends a member's sessions",
  }),
  requirement("7.5.1", 2, "what bears on signing in is changed only after a fresh proof", {
    provedIn: "workers/auth/factors.system.test.ts",
    by: "factors are added and removed only by who has proved lately",
  }),
  requirement("7.5.2", 2, "people see their sessions and, after a fresh proof, end them", {
    provedIn: accounts,
    by: "only after a fresh proof",
  }),
  requirement("7.6.1", 2, "sessions here and at a provider behave as documented", {
    check: says(page, "Signing out there ends no session here"),
  }),
  requirement("7.6.2", 2, "no session begins without somebody's doing", {
    check: says("docs/reference/openapi.json", '"operationId": "signIn"', '"operationId": "signUp"'),
  }),
];

export const authorization: Requirement[] = [
  requirement("8.1.1", 1, "documented: who may do what", { check: says(page, "## Members and roles", "scopesOfRole") }),
  requirement("8.1.2", 2, "documented: who may see and write which fields", {
    notApplicable: "no field of a thing has rules of its own: who may read it reads all of it, and secrets are shown to nobody",
  }),
  requirement("8.2.1", 1, "functions are for those who may", {
    provedIn: door,
    by: "lets everybody do what their role and key allow, and nothing else",
  }),
  requirement("8.2.2", 1, "things are for those who may", {
    provedIn: door,
    by: "hides everything of an organisation from the members and keys of another",
  }),
  requirement("8.2.3", 2, "fields are for those who may", {
    provedIn: door,
    by: "altered sessions, invented keys, foreign pages, bent paths and hostile bodies",
  }),
  requirement("8.3.1", 1, "rules are kept behind the door", {
    provedIn: door,
    by: "lets everybody do what their role and key allow, and nothing else",
  }),
  requirement("8.4.1", 2, "no tenant reaches another", {
    provedIn: door,
    by: "hides everything of an organisation from the members and keys of another",
  }),
];
