/** Whether a principal that comes with a request is the gateway's word (ADR 14). */
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTVerifyGetKey } from "jose";
import { inwardIssuer, inwardSeconds, principalClaim } from "../../contracts/inward.ts";
import { principalHeader, actingPrincipalSchema, type Principal } from "../../contracts/principal.ts";
import type { ServiceName } from "../../contracts/services/common.ts";
import { log } from "./log.ts";

/** Clocks of two machines differ by seconds. */
const toleranceSeconds = 5;
const most = 2_000;

/** Tokens that were good, with the end of each: the same one comes with many requests. */
const good = new Map<string, { principal: string; until: number }>();
let keys: { text: string; set: JWTVerifyGetKey } | undefined;

/** What a Worker is told about whose word counts. */
export interface InwardSettings {
  /** Public keys of the gateway, a JWK set. Without them nobody's word counts. */
  INWARD_JWKS?: string;
  /** `true`: a plain principal is believed where there are no keys. For tests of one service alone. */
  INWARD_UNCHECKED?: string;
}

let isTold = false;

/**
 * The request with the principal that may be believed. Without keys there is none, whatever stands there: a Worker that lacks a setting is shut,
 * not open.
 */
export async function believed(request: Request, settings: InwardSettings, audience: ServiceName, now: number): Promise<Request> {
  const { INWARD_JWKS: jwks, INWARD_UNCHECKED: unchecked } = settings;
  if (jwks !== undefined) return vouched(request, jwks, audience, now);
  if (unchecked === "true" || !request.headers.has(principalHeader)) return request;
  if (!isTold) log("error", { service: audience, message: "INWARD_JWKS is not set: nobody is believed" });
  isTold = true;
  const headers = new Headers(request.headers);
  headers.delete(principalHeader);
  return new Request(request, { headers });
}

/**
 * The request with the principal that its token vouches for, as the service's routes read it. Without a good token for `audience` it goes on
 * without a principal, whatever stood there. `jwks`: the public keys, JSON; two while one takes the place of the other.
 */
export async function vouched(request: Request, jwks: string, audience: ServiceName, now: number): Promise<Request> {
  const token = request.headers.get(principalHeader);
  if (token === null) return request;
  const principal = await principalOf(token, jwks, audience, now);
  const headers = new Headers(request.headers);
  if (principal === undefined) headers.delete(principalHeader);
  else headers.set(principalHeader, principal);
  return new Request(request, { headers });
}

async function principalOf(token: string, jwks: string, audience: ServiceName, now: number): Promise<string | undefined> {
  if (keys?.text !== jwks) {
    // What an earlier set vouched for counts no more.
    good.clear();
    keys = { text: jwks, set: createLocalJWKSet(JSON.parse(jwks) as JSONWebKeySet) };
  }
  const name = `${audience} ${token}`;
  const known = good.get(name);
  if (known) return now < known.until ? known.principal : undefined;
  const verified = await verify(token, keys.set, audience, now);
  if (!verified) return undefined;
  const principal = JSON.stringify(verified.principal);
  if (good.size >= most) good.delete(good.keys().next().value ?? "");
  good.set(name, { principal, until: verified.until });
  return principal;
}

async function verify(
  token: string,
  set: JWTVerifyGetKey,
  audience: ServiceName,
  now: number,
): Promise<{ principal: Principal; until: number } | undefined> {
  try {
    const { payload } = await jwtVerify(token, set, {
      algorithms: ["EdDSA"],
      issuer: inwardIssuer,
      audience,
      maxTokenAge: inwardSeconds,
      clockTolerance: toleranceSeconds,
      requiredClaims: ["exp", "sub"],
      currentDate: new Date(now),
    });
    const principal = actingPrincipalSchema.parse(payload[principalClaim]);
    return { principal, until: ((payload.exp ?? 0) + toleranceSeconds) * 1_000 };
  } catch {
    return undefined;
  }
}
