/** Keys, tokens of other systems, and more permissions than one has. */
import { createHash, createHmac } from "node:crypto";
import { scopes } from "../../../contracts/principal.ts";
import { sessionCookie } from "../../../contracts/services/auth.ts";
import { checksum } from "../../../workers/auth/domain/api-key.ts";
import { answered, asJson, me, unauthenticated, type Attack, type Ground } from "./attack.ts";

const part = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

export function inventedKeys(ground: Ground): Attack[] {
  const { key, owner, stage } = ground;
  const { operatorKey, joinToken, wire } = stage;
  const claims = { sub: owner.user, organisation: owner.organisation, role: "owner", scopes, iat: 1, exp: 4_102_444_800 };
  const token = (header: object, secret?: string) => {
    const signed = `${part({ typ: "JWT", ...header })}.${part(claims)}`;
    return `${signed}.${secret === undefined ? "" : createHmac("sha256", secret).update(signed).digest("base64url")}`;
  };
  const jwts: [name: string, token: string][] = [
    ["unsigned", token({ alg: "none" })],
    ["unsigned, spelt otherwise", token({ alg: "nOnE" })],
    ["signed with nothing", token({ alg: "HS256" }, "")],
    ["signed with a guess", token({ alg: "HS256" }, "secret")],
    ["signed with a file that the key id names", token({ alg: "HS256", kid: "../../../../dev/null" }, "")],
    ["with its key inside", token({ alg: "HS256", jwk: { kty: "oct", k: part("secret") } }, "secret")],
    ["with its key at an address", token({ alg: "RS256", jku: "http://127.0.0.1:9/jwks.json" }, "secret")],
  ];
  const [, id = "", secret = ""] = /^pai_live_([^_]+)_([^_]+)_/.exec(key) ?? [];
  const another = `pai_live_${"0".repeat(26)}_${secret}`;
  const keys: [name: string, value: string][] = [
    ["its id alone", `key_${id}`],
    ["the digest that the database holds", createHash("sha256").update(key).digest("hex")],
    ["in capitals", key.toUpperCase()],
    ["without its checksum", key.slice(0, -9)],
    ["under another id with a right checksum", `${another}_${checksum(another)}`],
    ["twice", `${key},${key}`],
    ["with a piece of SQL", `${key}' OR '1'='1`],
    ["the operator's, cut short", operatorKey.slice(0, -1)],
    ["the operator's, with more", `${operatorKey}0`],
    ["the operator's, in capitals", operatorKey.toUpperCase()],
    ["the token with which nodes join", joinToken],
    ["a principal", part(claims)],
  ];
  const get = (name: string, headers: Record<string, string>, path = me): Attack => ({
    name,
    sent: { method: "GET", path, headers },
    fault: unauthenticated,
  });
  return [
    ...jwts.flatMap(([name, jwt]) => [
      get(`a JWT ${name}, as a key`, { authorization: `Bearer ${jwt}` }),
      get(`a JWT ${name}, as a session`, { cookie: `${sessionCookie}=${jwt}` }),
    ]),
    ...keys.flatMap(([name, value]) => [
      get(`a key: ${name}`, { authorization: `Bearer ${value}` }),
      get(`a key: ${name}`, { "x-api-key": value }),
    ]),
    get("a good key as Basic", { authorization: `Basic ${Buffer.from(`:${key}`).toString("base64")}` }),
    get("a good key without a scheme", { authorization: key }),
    get("a good key in the query", {}, `${me}?api_key=${key}&access_token=${key}&key=${key}`),
    get("a good key in a cookie", { cookie: `${sessionCookie}=${key}` }),
    {
      name: "the operator's key in an organisation",
      sent: { method: "GET", path: "/api/v1/niches", headers: { authorization: `Bearer ${operatorKey}` } },
      fault: answered(403),
    },
    ...joining(ground),
    ...widening(ground, wire.origin),
  ];
}

/** What nodes prove themselves with, and do not have. */
function joining({ stage: { joinToken } }: Ground): Attack[] {
  const model = { name: "forged", version: "1", task: "embedding", dimensions: 2, maxTokens: 16 };
  const join = {
    method: "POST",
    path: "/api/v1/nodes/join",
    body: JSON.stringify({ name: "forged", url: "http://127.0.0.1:9", device: "cpu", models: [model] }),
  };
  const tokens = [
    undefined,
    "Bearer",
    "Bearer ",
    `Bearer ${joinToken}0`,
    `Bearer ${joinToken.slice(1)}`,
    "Bearer undefined",
    `Basic ${joinToken}`,
  ];
  const load = { queuedTokens: 0, runningTokens: 0, tokensPerSecond: 0 };
  const link = { method: "GET", path: "/api/v1/nodes/nod_00000000000000000000000000/link?epoch=1" };
  const beat = {
    method: "POST",
    path: "/api/v1/nodes/nod_00000000000000000000000000/heartbeat",
    body: JSON.stringify({ epoch: 1, status: "ready", models: [], load }),
  };
  const signed = {
    "x-paissive-key": "nod_00000000000000000000000000",
    "x-paissive-timestamp": String(Date.now()),
    "x-paissive-nonce": "n",
    "x-paissive-signature": "0".repeat(64),
  };
  return [
    ...tokens.map((authorization): Attack => ({
      name: `joining with ${String(authorization)}`,
      sent: { ...join, headers: { ...asJson, ...(authorization === undefined ? {} : { authorization }) } },
      fault: unauthenticated,
    })),
    { name: "a heartbeat without a signature", sent: { ...beat, headers: asJson }, fault: unauthenticated },
    { name: "a link without a signature", sent: { ...link, headers: {} }, fault: unauthenticated },
    { name: "a link with an invented signature", sent: { ...link, headers: signed }, fault: unauthenticated },
    { name: "a heartbeat with an invented signature", sent: { ...beat, headers: { ...asJson, ...signed } }, fault: unauthenticated },
  ];
}

/** Keys that would allow more than their maker may. */
function widening({ owner, viewer }: Ground, origin: string): Attack[] {
  const make = (name: string, as: { headers: object }, given: readonly string[], ...right: number[]): Attack => ({
    name,
    sent: {
      method: "POST",
      path: "/api/v1/api-keys",
      headers: { ...asJson, origin, ...as.headers },
      body: JSON.stringify({ name: "wide", scopes: given }),
    },
    fault: answered(...right),
  });
  return [
    make("a viewer makes a key", viewer, ["niches:read"], 403),
    make("an owner makes a key for the installation", owner, ["installation:admin"], 400, 403),
    make("a key for everything, by a wildcard", owner, ["*"], 400),
    make("a key for nothing", owner, [], 400),
  ];
}
