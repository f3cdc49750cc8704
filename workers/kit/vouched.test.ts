import { exportJWK, generateKeyPair, SignJWT, type JWK } from "jose";
import { beforeAll, expect, test } from "vitest";
import { inwardIssuer } from "../../contracts/inward.ts";
import { principalHeader, type Principal } from "../../contracts/principal.ts";
import { Vouching } from "../gateway/vouching.ts";
import { believed, vouched, type InwardSettings } from "./vouched.ts";

const principal: Principal = { kind: "user", id: "usr_1", organisation: "org_0123456789", role: "viewer", scopes: ["niches:read"] };
const now = 1_800_000_000_000;
let [own, next, foreign]: JWK[] = [];
let jwks: string;

async function newKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}
const publicOf = ({ kty, crv, x, kid }: JWK = {}): object => ({ kty, crv, x, kid });

beforeAll(async () => {
  [own, next, foreign] = await Promise.all([newKey("a"), newKey("b"), newKey("a")]);
  jwks = JSON.stringify({ keys: [publicOf(own), publicOf(next)] });
});

const tokenBy = (key: JWK | undefined, at = now) => new Vouching(JSON.stringify(key), () => at).token(principal, "marketing");

/** Who the service takes it for. */
async function arrives(value: string, { at = now, audience = "marketing" as const, set = jwks } = {}): Promise<unknown> {
  const request = new Request("http://service/", { headers: { [principalHeader]: value } });
  return JSON.parse((await vouched(request, set, audience, at)).headers.get(principalHeader) ?? "null");
}

test("a principal arrives as it was sent, under the old key and the new one", async () => {
  expect(await arrives(await tokenBy(own))).toEqual(principal);
  expect(await arrives(await tokenBy(next))).toEqual(principal);
});

test("a token is good for a minute, where it was looked at before too", async () => {
  const token = await tokenBy(own);
  expect(await arrives(token, { at: now + 59_000 })).toEqual(principal);
  expect(await arrives(token, { at: now + 66_000 })).toBeNull();
  expect(await arrives(await tokenBy(own, now + 1), { at: now + 66_000 })).toBeNull();
});

test("the same token is used again for half a minute, and for one service only", async () => {
  let time = now;
  const vouching = new Vouching(JSON.stringify(own), () => time);
  const first = await vouching.token(principal, "marketing");
  time += 29_000;
  expect(await vouching.token(principal, "marketing")).toBe(first);
  time += 1_001;
  expect(await vouching.token(principal, "marketing")).not.toBe(first);
  expect(await vouching.token({ ...principal, role: "owner" }, "marketing")).not.toBe(first);
  expect(await arrives(await vouching.token(principal, "database"))).toBeNull();
});

test("when somebody proved who they are arrives as it is now: no token of before an answer tells it, and none makes it later", async () => {
  const vouching = new Vouching(JSON.stringify(own), () => now);
  const seen = async (more: Partial<Principal>) => arrives(await vouching.token({ ...principal, ...more }, "marketing"));
  for (const authenticatedAt of [now - 700_000, now, undefined, now - 700_000])
    expect(await seen({ authenticatedAt })).toEqual({ ...principal, ...(authenticatedAt === undefined ? {} : { authenticatedAt }) });
});

test("nothing else arrives: a plain principal, another's key, a changed claim, no signature, another algorithm", async () => {
  const token = await tokenBy(own);
  const [head = "", claims = "", signature = ""] = token.split(".");
  const richer = btoa(atob(claims).replace("viewer", "owner")).replaceAll("=", "");
  const unsigned = `${btoa('{"alg":"none"}').replaceAll("=", "")}.${claims}.`;
  const symmetric = await new SignJWT({ principal })
    .setProtectedHeader({ alg: "HS256", kid: "a" })
    .setIssuer(inwardIssuer)
    .setAudience("marketing")
    .setSubject("user/usr_1")
    .setIssuedAt(now / 1_000)
    .setExpirationTime(now / 1_000 + 60)
    .sign(new TextEncoder().encode(own?.x ?? ""));
  const forged = [JSON.stringify(principal), await tokenBy(foreign), `${head}.${richer}.${signature}`, unsigned, symmetric, "", "a.b.c"];
  for (const value of forged) expect(await arrives(value)).toBeNull();
});

test("a key that is taken out of the set is over, for tokens that were good before too", async () => {
  const token = await tokenBy(own, now + 5_000);
  expect(await arrives(token, { at: now + 5_000 })).toEqual(principal);
  expect(await arrives(token, { at: now + 5_000, set: JSON.stringify({ keys: [publicOf(next)] }) })).toBeNull();
});

test("without keys nobody is believed, but in a test of one service alone", async () => {
  const plain = JSON.stringify(principal);
  const arriving = async (settings: InwardSettings, value = plain) => {
    const request = new Request("http://service/", { headers: { [principalHeader]: value, accept: "text/plain" } });
    const { headers } = await believed(request, settings, "marketing", now);
    return [headers.get(principalHeader), headers.get("accept")];
  };
  for (const unchecked of [{}, { INWARD_UNCHECKED: "false" }, { INWARD_UNCHECKED: "" }]) {
    expect(await arriving(unchecked)).toEqual([null, "text/plain"]);
    expect(await arriving(unchecked, await tokenBy(own))).toEqual([null, "text/plain"]);
  }
  expect(await arriving({ INWARD_UNCHECKED: "true" })).toEqual([plain, "text/plain"]);
  // Where there are keys, they alone count.
  expect(await arriving({ INWARD_JWKS: jwks, INWARD_UNCHECKED: "true" })).toEqual([null, "text/plain"]);
  expect(await arriving({ INWARD_JWKS: jwks }, await tokenBy(own))).toEqual([plain, "text/plain"]);
});
