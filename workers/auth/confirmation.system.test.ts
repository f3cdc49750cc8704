import { afterAll, beforeAll, expect, test } from "vitest";
import type { PasskeyOptions } from "../../contracts/services/factors.ts";
import type { ConfirmationOptions } from "../../contracts/services/sessions.ts";
import { Authenticator } from "./testing/authenticator.ts";
import { codeOf, json, now, SecondFactors, site } from "./testing/second-factors.ts";
import { password, tokenOf, type RunningAuth, type Somebody } from "./testing/service.ts";

let people: SecondFactors;
let auth: RunningAuth;
beforeAll(async () => {
  people = await SecondFactors.start();
  auth = people.auth;
});
afterAll(() => auth.close());

const post = (...request: Parameters<SecondFactors["post"]>) => people.post(...request);
const optionsOf = (who: Somebody) => json<ConfirmationOptions>(post("confirm/options", undefined, who));
/** Whether a sensitive change is taken. */
const isProved = async (who: Somebody) => (await post("passkeys/options", undefined, who)).status === 200;

/** Somebody with an app whose last proof lies ten minutes back. */
async function withApp(email: string) {
  const person = await people.withApp(email);
  await people.grow(person.who);
  return person;
}

/** The same with a passkey. */
async function withPasskey(email: string) {
  const who = await auth.person(email);
  const device = new Authenticator(site);
  expect((await people.addPasskey(who, device)).status).toBe(201);
  await people.grow(who);
  return { who, device };
}

/** The answer of `device` to a fresh question that `who` was asked. */
async function signed(who: Somebody, device: Authenticator) {
  const { passkey } = await optionsOf(who);
  if (!passkey) throw new Error("no passkey is asked for");
  return { passkey: { token: passkey.token, credential: device.get(passkey.options) } };
}

test("the password alone is a proof only of who has nothing else", async () => {
  const plain = await auth.person("plain@example.com");
  await people.grow(plain);
  expect(await optionsOf(plain)).toEqual({ password: "alone", passkey: null, providers: [] });
  const confirmed = await post("confirm", { password }, plain);
  expect(confirmed.status).toBe(200);
  expect(await isProved({ ...plain, token: tokenOf(confirmed) })).toBe(true);

  const { who } = await withApp("app@example.com");
  expect(await optionsOf(who)).toEqual({ password: "with-code", passkey: null, providers: [] });
  const alone = await post("confirm", { password }, who);
  expect([alone.status, await alone.json()]).toMatchObject([400, { errors: [{ path: "code" }] }]);
  expect(await isProved(who)).toBe(false);
});

test("with an authenticator app a code goes with the password, one of the app or a recovery code, each for once", async () => {
  const { who, secret, codes } = await withApp("code@example.com");
  const code = codeOf(secret);
  expect(await (await post("confirm", { password: "wrong horse", code }, who)).json()).toMatchObject({ errors: [{ path: "password" }] });
  expect(await (await post("confirm", { password, code: "000000" }, who)).json()).toMatchObject({ errors: [{ path: "code" }] });
  const confirmed = await post("confirm", { password, code }, who);
  expect(confirmed.status).toBe(200);
  const fresh = { ...who, token: tokenOf(confirmed) };
  expect([await isProved(fresh), await isProved(who)]).toEqual([true, false]);
  expect((await post("confirm", { password, code }, fresh)).status).toBe(400);
  const [recovery = ""] = codes;
  const again = await post("confirm", { password, code: recovery }, fresh);
  expect(again.status).toBe(200);
  expect((await post("confirm", { password, code: recovery }, { ...who, token: tokenOf(again) })).status).toBe(400);
});

test("a code that is sent twice at once, to confirm and to sign in, opens one of the two", async () => {
  const { who, secret } = await withApp("twice@example.com");
  const made = await post("organisations", { name: "Second looms" }, who);
  const { organisation } = (await made.json()) as { organisation: { id: string } };
  const entered = await post(`organisations/${organisation.id}/enter`, undefined, who);
  const there = { principal: { ...who.principal, organisation: organisation.id }, token: tokenOf(entered) };
  const { challenge } = await json<{ challenge: string }>(post("sign-in", { email: "twice@example.com", password }));
  const code = codeOf(secret);
  const answers = await Promise.all([post("confirm", { password, code }, there), post("sign-in/code", { challenge, code })]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

test("guesses at the code of a confirmation are counted with those at the sign-in", async () => {
  const { who, secret } = await withApp("guesses@example.com");
  for (let guess = 0; guess < 5; guess++)
    expect((await post("confirm", { password, code: String(guess).repeat(6) }, who)).status).toBe(400);
  expect((await post("confirm", { password, code: codeOf(secret) }, who)).status).toBe(429);
});

test("a passkey is a proof alone: asked for in this session, of this person, and once", async () => {
  const { who, device } = await withPasskey("passkey@example.com");
  expect(await optionsOf(who)).toMatchObject({ password: "with-code", passkey: { options: { allowCredentials: { length: 1 } } } });
  expect((await post("confirm", { password }, who)).status).toBe(400);

  const other = await withPasskey("other@example.com");
  const refusals = [
    // Of somebody else, to their own question and to this person's.
    await signed(other.who, other.device),
    await signed(who, other.device),
    // To the question of a sign-in, which anybody may ask.
    await json<PasskeyOptions>(post("sign-in/passkey/options", {})).then(({ token, options }) => ({
      passkey: { token, credential: device.get(options) },
    })),
  ];
  for (const body of refusals) expect(await (await post("confirm", body, who)).json()).toMatchObject({ errors: [{ path: "passkey" }] });
  expect(await isProved(who)).toBe(false);

  const answer = await signed(who, device);
  // Nor does what was asked for to confirm sign anybody in.
  expect((await post("sign-in/passkey", (await signed(who, device)).passkey)).status).toBe(401);
  const confirmed = await post("confirm", answer, who);
  expect(confirmed.status).toBe(200);
  const fresh = { ...who, token: tokenOf(confirmed) };
  expect([await isProved(fresh), await isProved(who)]).toEqual([true, false]);
  expect((await post("confirm", answer, fresh)).status).toBe(400);
});

test("who has no password confirms with a passkey, or by signing in with the other service again", async () => {
  const { who, device } = await withPasskey("bare@example.com");
  await auth.database
    .prepare("UPDATE accounts SET provider_id = 'github', account_id = '42', password = NULL WHERE user_id = ?")
    .bind(who.principal.id)
    .run();
  expect(await optionsOf(who)).toMatchObject({ password: null, passkey: {}, providers: ["github"] });
  expect((await post("confirm", await signed(who, device), who)).status).toBe(200);
});

test("a new password of who has a second factor takes a recent proof besides, and is none", async () => {
  const { who, secret } = await withApp("change@example.com");
  const change = (as: Somebody) => post("password", { currentPassword: password, newPassword: "staple the battery" }, as);
  expect(await (await change(who)).json()).toMatchObject({ code: "confirmation_required" });
  const confirmed = { ...who, token: tokenOf(await post("confirm", { password, code: codeOf(secret) }, who)) };
  const eight = now - 480_000;
  await auth.database.prepare("UPDATE sessions SET authenticated_at = ?").bind(eight).run();
  const changed = await change(confirmed);
  expect(changed.status).toBe(204);
  const { results } = await auth.database.prepare("SELECT authenticated_at FROM sessions WHERE user_id = ?").bind(who.principal.id).all();
  expect(results).toEqual([{ authenticated_at: eight }]);
});

test("a key and the operator confirm nothing", async () => {
  const { principal } = await auth.person("keyed@example.com");
  const key = { principal: { ...principal, kind: "api-key" as const, id: "key_1" }, token: "none" };
  expect([(await post("confirm/options", undefined, key)).status, (await post("confirm", { password }, key)).status]).toEqual([403, 403]);
});
