import { afterAll, beforeAll, expect, test } from "vitest";
import { sha256Hex } from "../../contracts/digest.ts";
import type { DeviceGrant, DeviceKey } from "../../contracts/services/device.ts";
import type { Factors, PasskeyOptions, RecoveryCodes, SecondStepWanted, TotpEnrolment } from "../../contracts/services/factors.ts";
import { Authenticator } from "./testing/authenticator.ts";
import { codeOf, json, SecondFactors, site } from "./testing/second-factors.ts";
import { actingAs, inSession, password, tokenOf, type RunningAuth, type Somebody } from "./testing/service.ts";

let people: SecondFactors;
let auth: RunningAuth;
beforeAll(async () => {
  people = await SecondFactors.start();
  auth = people.auth;
});
afterAll(() => auth.close());

const post = (...request: Parameters<SecondFactors["post"]>) => people.post(...request);
const remove = (path: string, who: Somebody) => auth.call("DELETE", `/api/v1/auth/${path}`, undefined, inSession(who));
const factors = (who: Somebody) => json<Factors>(auth.call("GET", "/api/v1/auth/factors", undefined, actingAs(who.principal)));
const signIn = (email: string) => post("sign-in", { email, password });
const withApp = (email: string) => people.withApp(email);

async function challenged(email: string): Promise<SecondStepWanted> {
  const answer = await signIn(email);
  expect([answer.status, answer.headers.get("set-cookie")]).toEqual([202, null]);
  return (await answer.json()) as SecondStepWanted;
}

test("an authenticator app counts once a code has shown that it has the secret", async () => {
  const who = await auth.person("enrolling@example.com");
  const { secret, uri } = await json<TotpEnrolment>(post("factors/totp", undefined, who));
  expect(uri).toContain(`secret=${secret}`);
  expect((await post("factors/totp/confirm", { code: "000000" }, who)).status).toBe(400);
  expect(await (await signIn("enrolling@example.com")).json()).toMatchObject({ user: { email: "enrolling@example.com" } });
  expect((await post("factors/totp/confirm", { code: codeOf(secret) }, who)).status).toBe(200);
  expect((await signIn("enrolling@example.com")).status).toBe(202);
});

test("with an authenticator app a password alone opens nothing, and each code opens once", async () => {
  const { who, secret } = await withApp("app@example.com");
  const { challenge, methods } = await challenged("app@example.com");
  expect(methods).toEqual(["code", "recovery-code"]);
  expect((await auth.rpc.principalOfSession(challenge)).ok).toBe(false);
  expect((await post("sign-in/code", { challenge, code: codeOf(secret, -1) })).status).toBe(401);
  expect((await post("sign-in/code", { challenge: "none", code: codeOf(secret) })).status).toBe(401);

  const [other, code] = [await challenged("app@example.com"), codeOf(secret)];
  const both = await Promise.all([challenge, other.challenge].map((one) => post("sign-in/code", { challenge: one, code })));
  expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401]);
  const entered = both.find(({ status }) => status === 200);
  expect(entered && (await auth.rpc.principalOfSession(tokenOf(entered)))).toMatchObject({ ok: true, value: { id: who.principal.id } });
  expect((await post("sign-in/code", { challenge, code: codeOf(secret, 1) })).status).toBe(both[0]?.status === 200 ? 401 : 200);

  const { results } = await auth.database.prepare("SELECT * FROM totp_factors").all();
  expect(JSON.stringify(results)).not.toContain(secret);
});

test("where clocks may not differ, codes of the thirty seconds before and after open nothing", async () => {
  const strict = await SecondFactors.start({ TOTP_SKEW: "" });
  try {
    const who = await strict.auth.person("strict@example.com");
    const { secret } = await json<TotpEnrolment>(strict.post("factors/totp", undefined, who));
    const statuses: number[] = [];
    for (const steps of [-1, 1, 0]) statuses.push((await strict.post("factors/totp/confirm", { code: codeOf(secret, steps) }, who)).status);
    expect(statuses).toEqual([400, 400, 200]);
  } finally {
    await strict.auth.close();
  }
});

test("a recovery code opens once, however it is typed, and new ones take the place of all old ones", async () => {
  const { who, codes } = await withApp("recovery@example.com");
  expect(codes).toHaveLength(10);
  const [first = "", second = ""] = codes;
  const use = async (code: string) =>
    (await post("sign-in/code", { challenge: (await challenged("recovery@example.com")).challenge, code })).status;
  expect(await use(` ${first.toUpperCase()} `)).toBe(200);
  expect(await use(first)).toBe(401);
  expect((await factors(who)).recoveryCodesLeft).toBe(9);
  const { recoveryCodes } = await json<RecoveryCodes>(post("factors/recovery-codes", undefined, who));
  expect(await use(second)).toBe(401);
  expect(await use(recoveryCodes?.[0] ?? "")).toBe(200);
  const { results } = await auth.database.prepare("SELECT digest FROM recovery_codes").all();
  expect(JSON.stringify(results)).not.toContain(recoveryCodes?.[1]?.replaceAll("-", ""));
});

test("of recovery codes only digests are stored, and secrets of apps only sealed", async () => {
  const { who, secret, codes } = await withApp("stored@example.com");
  const { results } = await auth.database
    .prepare("SELECT digest FROM recovery_codes WHERE user_id = ?")
    .bind(who.principal.id)
    .all<{ digest: string }>();
  const digests = await Promise.all(codes.map((code) => sha256Hex(code.replaceAll("-", ""))));
  expect(results.map(({ digest }) => digest).toSorted()).toEqual(digests.toSorted());
  const tables = await auth.database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
    .all<{ name: string }>();
  expect(tables.results.length).toBeGreaterThan(10);
  for (const { name } of tables.results) {
    const rows = JSON.stringify((await auth.database.prepare(`SELECT * FROM "${name}"`).all()).results);
    for (const text of [secret, ...codes, ...codes.map((code) => code.replaceAll("-", ""))]) expect(rows).not.toContain(text);
  }
});

test("guesses at codes are counted over all challenges of a person, and the right one has to wait too", async () => {
  const { secret } = await withApp("guessing@example.com");
  const answers = [];
  for (let guess = 0; guess < 5; guess++) {
    const { challenge } = await challenged("guessing@example.com");
    answers.push((await post("sign-in/code", { challenge, code: String(guess).repeat(6) })).status);
  }
  const { challenge } = await challenged("guessing@example.com");
  const right = await post("sign-in/code", { challenge, code: codeOf(secret) });
  expect([...answers, right.status]).toEqual([401, 401, 401, 401, 401, 429]);
});

test("factors are added and removed only by who has proved lately who they are", async () => {
  const { who, secret } = await withApp("sudo@example.com");
  await people.grow(who);
  const refused = await remove("factors/totp", who);
  expect([refused.status, await refused.json()]).toMatchObject([403, { code: "confirmation_required" }]);
  expect((await post("passkeys/options", undefined, who)).status).toBe(403);
  const confirmed = await post("confirm", { password, code: codeOf(secret) }, who);
  expect(confirmed.status).toBe(200);
  // The proof comes with a new token; the old one proves nothing.
  expect((await remove("factors/totp", who)).status).toBe(403);
  expect((await remove("factors/totp", { ...who, token: tokenOf(confirmed) })).status).toBe(204);
  expect(await factors(who)).toEqual({ totp: null, passkeys: [], recoveryCodesLeft: 0 });
  expect((await signIn("sudo@example.com")).status).toBe(200);
});

test("a passkey signs in alone, or after a password; only for this site, only when its device has asked, and no answer counts twice", async () => {
  const who = await auth.person("passkey@example.com");
  const device = new Authenticator(site);
  const make = (from: Authenticator) => people.addPasskey(who, from);
  expect((await make(new Authenticator("https://evil.example"))).status).toBe(400);
  const careless = new Authenticator(site);
  careless.verifies = false;
  expect((await make(careless)).status).toBe(400);
  const made = await make(device);
  expect([made.status, await made.json()]).toMatchObject([201, { name: "Laptop", recoveryCodes: { length: 10 } }]);

  const ask = (challenge?: string) => json<PasskeyOptions>(post("sign-in/passkey/options", challenge === undefined ? {} : { challenge }));
  const { token, options } = await ask();
  const credential = device.get(options);
  const alone = await post("sign-in/passkey", { token, credential });
  expect([alone.status, await alone.json()]).toMatchObject([200, { user: { email: "passkey@example.com" } }]);
  expect((await post("sign-in/passkey", { token, credential })).status).toBe(401);
  const again = await ask();
  expect((await post("sign-in/passkey", { token: again.token, credential })).status).toBe(401);

  const step = await challenged("passkey@example.com");
  expect(step.methods).toEqual(["passkey", "recovery-code"]);
  const second = await ask(step.challenge);
  expect(second.options).toMatchObject({ allowCredentials: [{ id: credential.id }] });
  expect((await post("sign-in/passkey", { token: second.token, credential: device.get(second.options) })).status).toBe(200);
  const { results } = await auth.database
    .prepare("SELECT method FROM sessions WHERE user_id = ? ORDER BY rowid")
    .bind(who.principal.id)
    .all();
  expect(results.map(({ method }) => method)).toEqual(["password", "passkey", "password+passkey"]);

  expect((await remove(`passkeys/${credential.id}`, await auth.person("other@example.com"))).status).toBe(404);
  expect((await remove(`passkeys/${credential.id}`, who)).status).toBe(204);
  const late = await ask();
  expect((await post("sign-in/passkey", { token: late.token, credential: device.get(late.options) })).status).toBe(401);
  expect((await signIn("passkey@example.com")).status).toBe(200);
});

test("a device without a browser gets a key of whoever lets it in, once, and asks no faster than it is told", async () => {
  const who = await auth.person("device@example.com");
  const start = () => json<DeviceGrant>(post("device", { name: "paissive on thinkpad", scopes: ["niches:read", "installation:admin"] }));
  const { deviceCode, userCode, verificationUriComplete, interval } = await start();
  expect(verificationUriComplete).toBe(`${site}/device#${userCode}`);
  const redeem = async (code = deviceCode) => {
    await auth.database.prepare("UPDATE device_grants SET asked_at = NULL").run();
    return post("device/token", { deviceCode: code });
  };
  expect([(await redeem()).status, interval]).toEqual([202, 5]);
  expect((await post("device/token", { deviceCode })).status).toBe(429);
  const seen = await auth.call("GET", `/api/v1/auth/devices/${userCode.toLowerCase()}`, undefined, actingAs(who.principal));
  expect(await seen.json()).toMatchObject({ name: "paissive on thinkpad", scopes: ["niches:read"] });
  const decide = (code: string, decision: string) => post(`devices/${code}`, { decision }, who);
  expect((await decide("BCDF-BCDF", "approved")).status).toBe(404);
  expect((await decide(userCode, "approved")).status).toBe(200);
  const both = await Promise.all([redeem(), redeem()]);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
  const given = both.find(({ status }) => status === 200);
  if (!given) throw new Error("no key was given");
  const { key } = (await given.json()) as DeviceKey;
  expect(await auth.rpc.principalOfKey(key)).toMatchObject({
    ok: true,
    value: { organisation: who.principal.organisation, scopes: ["niches:read"] },
  });
  expect((await redeem()).status).toBe(401);
  const second = await start();
  await decide(second.userCode, "denied");
  expect((await redeem(second.deviceCode)).status).toBe(403);
  expect((await redeem(second.deviceCode)).status).toBe(401);
});

test("a lost app is replaced by a recovery code, and taken off by nobody else", async () => {
  const { who, codes } = await withApp("lost@example.com");
  const { principal } = await auth.person("helper@example.com");
  await auth.database
    .prepare("INSERT INTO members (organisation, user_id, role, created_at) VALUES (?, ?, 'owner', 0)")
    .bind(who.principal.organisation, principal.id)
    .run();
  // Another owner of the same organisation finds no door to it.
  const other = { ...principal, organisation: who.principal.organisation };
  for (const path of [`/api/v1/members/${who.principal.id}/factors`, `/api/v1/auth/factors/${who.principal.id}/totp`])
    expect((await auth.call("DELETE", path, undefined, actingAs(other))).status).toBe(404);
  const { challenge } = await challenged("lost@example.com");
  const entered = await post("sign-in/code", { challenge, code: codes[3] ?? "" });
  expect(entered.status).toBe(200);
  const back = { principal: who.principal, token: tokenOf(entered) };
  expect((await remove("factors/totp", back)).status).toBe(204);
  expect((await signIn("lost@example.com")).status).toBe(200);
});
