/**
 * V9, self-contained tokens. There are two kinds: the gateway's word to a service about who calls (a JWT by Ed25519), and Google's ID tokens. What the first
 * withstands is tried here, with the very code of gateway and services; the second against an issuer of our own, in the tests of the auth service.
 */
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from "jose";
import { inwardIssuer, inwardSeconds, principalClaim } from "../../../contracts/inward.ts";
import { principalHeader, scopesOfRole, type Principal } from "../../../contracts/principal.ts";
import { Vouching } from "../../../workers/gateway/vouching.ts";
import { vouched } from "../../../workers/kit/vouched.ts";
import { cited } from "./cited.ts";
import { requirement, type Proof, type Requirement } from "./requirement.ts";

const google = "workers/auth/oauth.system.test.ts";
const principal: Principal = {
  kind: "user",
  id: "usr_asvs",
  organisation: "org_00000000000000000000000001",
  role: "owner",
  scopes: [...scopesOfRole.owner],
};

interface Keys {
  own: JWK;
  foreign: JWK;
  jwks: string;
}

/** A token that a service must not believe, or one that it must. */
type Forging = (keys: Keys, now: number) => Promise<string>;

const vouch =
  (audience: "marketing" | "database", ago = 0): Forging =>
  ({ own }, now) =>
    new Vouching(JSON.stringify(own), () => now - ago).token(principal, audience);

/** A token with everything right but what `change` makes wrong. */
const forged =
  (change: (token: SignJWT, keys: Keys, now: number) => Promise<string>): Forging =>
  (keys, now) => {
    const issued = Math.floor(now / 1_000);
    const token = new SignJWT({ [principalClaim]: principal }).setIssuer(inwardIssuer).setAudience("marketing").setSubject("user/usr_asvs");
    return change(token.setIssuedAt(issued).setExpirationTime(issued + inwardSeconds), keys, now);
  };

const header = ({ kid = "" }: JWK) => ({ alg: "EdDSA", kid });
const privateOf = (jwk: JWK) => importJWK(jwk, "EdDSA");

const cases = {
  plain: async () => JSON.stringify(principal),
  altered: async (keys: Keys, now: number) => {
    const [head, claims = "", signature] = (await vouch("marketing")(keys, now)).split(".");
    const other = Buffer.from(claims, "base64url").toString().replace("usr_asvs", "usr_evil");
    return [head, Buffer.from(other).toString("base64url"), signature].join(".");
  },
  unsigned: forged(async (token, { own }) => {
    const [, claims] = (await token.setProtectedHeader(header(own)).sign(await privateOf(own))).split(".");
    return `${Buffer.from('{"alg":"none"}').toString("base64url")}.${claims}.`;
  }),
  /** The public key as the secret of a symmetric signature. */
  symmetric: forged((token, { own }) =>
    token.setProtectedHeader({ alg: "HS256", kid: own.kid ?? "" }).sign(Buffer.from((own.x ?? "").padEnd(32, "-"))),
  ),
  foreign: forged(async (token, { own, foreign }) => token.setProtectedHeader(header(own)).sign(await privateOf(foreign))),
  /** Brings its key along, and says where there are more. */
  embedded: forged(async (token, { own, foreign }) => {
    const { d: _, ...jwk } = foreign;
    const named = { ...header(own), jwk, jku: "https://evil.example/jwks", x5u: "https://evil.example/cert" };
    return token.setProtectedHeader(named).sign(await privateOf(foreign));
  }),
  expired: vouch("marketing", (inwardSeconds + 10) * 1_000),
  early: forged(async (token, { own }, now) =>
    token
      .setNotBefore(Math.floor(now / 1_000) + 60)
      .setProtectedHeader(header(own))
      .sign(await privateOf(own)),
  ),
  endless: forged(async (token, { own }, now) =>
    token
      .setIssuedAt(Math.floor(now / 1_000) - 3_600)
      .setExpirationTime("365d")
      .setProtectedHeader(header(own))
      .sign(await privateOf(own)),
  ),
  /** Signed with the right key, for something else than saying who calls. */
  otherPurpose: forged(async (_, { own }, now) => {
    const issued = Math.floor(now / 1_000);
    const token = new SignJWT({ nonce: "n", email: "a@b.example" })
      .setIssuer(inwardIssuer)
      .setAudience("marketing")
      .setSubject("user/usr_asvs");
    return token
      .setIssuedAt(issued)
      .setExpirationTime(issued + 60)
      .setProtectedHeader(header(own))
      .sign(await privateOf(own));
  }),
  otherIssuer: forged(async (token, { own }) =>
    token
      .setIssuer("somebody")
      .setProtectedHeader(header(own))
      .sign(await privateOf(own)),
  ),
  otherAudience: vouch("database"),
  noAudience: forged(async (_, { own }, now) => {
    const issued = Math.floor(now / 1_000);
    const token = new SignJWT({ [principalClaim]: principal }).setIssuer(inwardIssuer).setSubject("user/usr_asvs");
    return token
      .setIssuedAt(issued)
      .setExpirationTime(issued + 60)
      .setProtectedHeader(header(own))
      .sign(await privateOf(own));
  }),
} satisfies Record<string, Forging>;

/** None of these is believed, a right one is, and what holds for Google's is tested too. */
const refuses = (names: readonly (keyof typeof cases)[], testOfGoogle: string): Proof => ({
  tests: cited(google, testOfGoogle),
  check: async () => {
    const keys = await newKeys();
    const now = Date.now();
    if ((await arriving(await vouch("marketing")(keys, now), keys, now)) === null) return "A right token is not believed.";
    for (const name of names)
      if ((await arriving(await cases[name](keys, now), keys, now)) !== null) return `A service believes a token that is ${name}.`;
    return undefined;
  },
});

/** Who a service takes the sender for, as its routes read it. */
async function arriving(token: string, { jwks }: Keys, now: number): Promise<string | null> {
  const request = new Request("http://service/", { headers: { [principalHeader]: token } });
  return (await vouched(request, jwks, "marketing", now)).headers.get(principalHeader);
}

async function newKeys(): Promise<Keys> {
  const [own, foreign] = await Promise.all(["own", "own"].map(newKey));
  if (!own || !foreign) throw new Error("no keys");
  const { d: _, ...published } = own;
  return { own, foreign, jwks: JSON.stringify({ keys: [published] }) };
}

async function newKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return { ...(await exportJWK(privateKey)), kid };
}

const unsigned = "signed by nobody, with another's key or with our own secret";
const misdirected = "for somebody else, of somebody else, or to another question";

export const tokens: Requirement[] = [
  requirement("9.1.1", 1, "signatures of tokens are verified", refuses(["plain", "altered", "foreign"], unsigned)),
  requirement("9.1.2", 1, "algorithms of tokens are on a list", refuses(["unsigned", "symmetric"], unsigned)),
  requirement("9.1.3", 1, "keys of tokens come from known sources", refuses(["foreign", "embedded"], unsigned)),
  requirement("9.2.1", 1, "the time of tokens is looked at", refuses(["expired", "early", "endless"], misdirected)),
  requirement("9.2.2", 2, "the purpose of tokens is looked at", refuses(["otherPurpose", "otherIssuer"], misdirected)),
  requirement("9.2.3", 2, "the audience of tokens is looked at", refuses(["otherAudience"], misdirected)),
  requirement("9.2.4", 2, "tokens for several audiences name theirs", refuses(["otherAudience", "noAudience"], misdirected)),
];
