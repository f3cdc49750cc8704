/** People of the proof: they sign up at the door. What the API cannot do yet, being a member of another role, is written for them. */
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { newId } from "../../contracts/ids.ts";
import { roles, type Role, type Scope } from "../../contracts/principal.ts";
import { createdApiKeySchema, sessionCookie, signedInSchema } from "../../contracts/services/auth.ts";
import { mailSchema } from "../../contracts/services/mail.ts";
import { withCredential, type Caller } from "./callers.ts";
import type { Stage } from "./stage.ts";
import type { Heard, Wire } from "./wire.ts";

export const password = "correct horse battery staple";

export interface Person extends Caller {
  kind: "person";
  email: string;
  user: string;
  organisation: string;
}

/** A new person, the owner of a new organisation. `word` stands in every name. */
export async function signUp({ wire }: Pick<Stage, "wire">, name: string, word: string): Promise<Person> {
  const email = `${name}@${word}.example`;
  const heard = await postJson(wire, "/api/v1/auth/sign-up", { email, password, name: `${name} ${word}`, organisationName: `${word} ltd` });
  const { user, organisation } = parsed(heard, signedInSchema);
  const headers = { cookie: cookieOf(heard), origin: wire.origin };
  return { name: "owner", kind: "person", role: "owner", headers, email, user: user.id, organisation: organisation.id };
}

/** A new person who is a member of `organisation` and of no other. */
export async function member(stage: Pick<Stage, "wire" | "auth">, role: Role, organisation: string, word: string): Promise<Person> {
  const person = await signUp(stage, role, word);
  await stage.auth.prepare("UPDATE members SET organisation = ?, role = ? WHERE user_id = ?").bind(organisation, role, person.user).run();
  await stage.auth.prepare("UPDATE sessions SET organisation = ? WHERE user_id = ?").bind(organisation, person.user).run();
  return { ...person, name: role, role, organisation };
}

/** The same where e-mail is sent: the link is read in the local outbox. */
export async function signUpByMail(
  { wire, operatorKey }: Pick<Stage, "wire" | "operatorKey">,
  name: string,
  word: string,
): Promise<Person> {
  const email = `${name}@${word}.example`;
  await postJson(wire, "/api/v1/auth/sign-up", { email, password, name: `${name} ${word}`, organisationName: `${word} ltd` });
  const headers = { authorization: `Bearer ${operatorKey}` };
  for (let turn = 0; turn < 100; turn++) {
    const { items } = parsed(
      await wire.send({ method: "GET", path: "/api/v1/auth/mails", headers }),
      z.object({ items: z.array(mailSchema) }),
    );
    const [, token] = /#([\w-]{43})$/m.exec(items.find(({ to }) => to === email)?.text ?? "") ?? [];
    if (token !== undefined) {
      const heard = await postJson(wire, "/api/v1/auth/sign-up/confirm", { token, password });
      const { user, organisation } = parsed(heard, signedInSchema);
      const own = { cookie: cookieOf(heard), origin: wire.origin };
      return { name: "owner", kind: "person", role: "owner", headers: own, email, user: user.id, organisation: organisation.id };
    }
    await sleep(100);
  }
  throw new Error(`The proof could not be prepared: no e-mail came to ${email}.`);
}

/** Another session of the same person, whose proof of identity stays as old as can be. */
export async function unproved({ wire, auth }: Pick<Stage, "wire" | "auth">, person: Person): Promise<Person> {
  const heard = await postJson(wire, "/api/v1/auth/sign-in", { email: person.email, password });
  const cookie = cookieOf(heard);
  const digest = createHash("sha256")
    .update(cookie.slice(sessionCookie.length + 1))
    .digest("hex");
  await auth.prepare("UPDATE sessions SET authenticated_at = 0 WHERE token = ?").bind(digest).run();
  return { ...person, name: `${person.name} who has not proved lately who they are`, headers: { ...person.headers, cookie } };
}

/** The owner and one member of every other role. */
export async function staffOf(stage: Stage, word: string): Promise<[Person, ...Person[]]> {
  const owner = await signUp(stage, "owner", word);
  const others = roles.filter((role) => role !== "owner");
  return [owner, ...(await Promise.all(others.map((role) => member(stage, role, owner.organisation, word))))];
}

/**
 * Addresses of `count` further accounts, each with the password of `person` and an organisation of its own. They are written, not signed up: two hundred sign-ups
 * would take minutes, and make the same rows.
 */
export async function likenesses({ auth }: Pick<Stage, "auth">, person: Person, count: number): Promise<string[]> {
  const emails: string[] = [];
  for (let number = 0; number < count; number++) {
    const [user, organisation, email] = [newId("user"), newId("organisation"), `somebody${number}@known.example`];
    const copied: [sql: string, ...values: string[]][] = [
      [
        "INSERT INTO organisations (id, name, created_at) SELECT ?, name, created_at FROM organisations WHERE id = ?",
        organisation,
        person.organisation,
      ],
      [
        `INSERT INTO users (id, name, email, email_verified, created_at, updated_at)
         SELECT ?, name, ?, email_verified, created_at, updated_at FROM users WHERE id = ?`,
        user,
        email,
        person.user,
      ],
      [
        `INSERT INTO accounts (id, account_id, provider_id, user_id, password, created_at, updated_at)
         SELECT ?1, ?1, provider_id, ?1, password, created_at, updated_at FROM accounts WHERE user_id = ?2`,
        user,
        person.user,
      ],
      ["INSERT INTO members (organisation, user_id, role, created_at) VALUES (?, ?, 'owner', 0)", organisation, user],
    ];
    for (const [sql, ...values] of copied)
      await auth
        .prepare(sql)
        .bind(...values)
        .run();
    emails.push(email);
  }
  return emails;
}

/** A key of `person` with just these permissions. */
export async function keyOf(wire: Wire, person: Caller, given: readonly Scope[]): Promise<Caller & { id: string; key: string }> {
  const heard = await postJson(wire, "/api/v1/api-keys", { name: "key", scopes: given }, person);
  const { id, key } = parsed(heard, createdApiKeySchema);
  const name = `key of ${person.name} with ${given.length === 1 ? given[0] : `${given.length} permissions`}`;
  return { name, kind: "key", role: person.role, given, headers: { authorization: `Bearer ${key}` }, id, key };
}

/** Nobody has guessed wrong so far. */
export async function forgive({ auth }: Pick<Stage, "auth">): Promise<void> {
  await auth.prepare("DELETE FROM sign_in_attempts WHERE failures >= ?").bind(1).run();
}

/** `Set-Cookie` as a browser sends it back. */
export function cookieOf({ headers }: Heard): string {
  return headers["set-cookie"]?.split(";")[0] ?? "";
}

export function postJson(wire: Wire, path: string, body: unknown, as?: Pick<Caller, "headers">): Promise<Heard> {
  const headers = { "content-type": "application/json", origin: wire.origin };
  return wire.send(withCredential({ method: "POST", path, headers, body: JSON.stringify(body) }, as ?? { headers: {} }));
}

/** The answer's body. Throws where preparing the proof itself fails. */
export function parsed<T>(heard: Heard, schema: z.ZodType<T>): T {
  if (heard.status >= 300) throw new Error(`The proof could not be prepared: ${heard.status} ${heard.text}`);
  return schema.parse(JSON.parse(heard.text));
}
