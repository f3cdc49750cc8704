/**
 * Vouching for principals to services: a token for one service, signed with the gateway's key, good for a minute (ADR 14). Signing costs about
 * a tenth of a millisecond, so a token is used again for the same principal and service.
 */
import { importJWK, SignJWT, type CryptoKey, type JWK } from "jose";
import { inwardIssuer, inwardSeconds, principalClaim } from "../../contracts/inward.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { ServiceName } from "../../contracts/services/common.ts";

/** A token is handed out for this long; what is left of its minute is for the way and for clocks that differ. */
const reusedMs = (inwardSeconds * 1_000) / 2;
const most = 5_000;

export class Vouching {
  readonly #tokens = new Map<string, { token: string; until: number }>();
  readonly #key: Promise<{ key: CryptoKey | Uint8Array; kid: string | undefined }>;
  readonly #now: () => number;

  /** `jwk`: a private Ed25519 key as JWK (RFC 8037), with a `kid`. Throws when it is none. */
  constructor(jwk: string, now: () => number) {
    const parsed = JSON.parse(jwk) as JWK;
    this.#key = importJWK(parsed, "EdDSA").then((key) => ({ key, kid: parsed.kid }));
    this.#now = now;
  }

  async token(principal: Principal, audience: ServiceName): Promise<string> {
    const name = JSON.stringify([audience, principal]);
    const now = this.#now();
    const known = this.#tokens.get(name);
    if (known && now < known.until) return known.token;
    const { key, kid } = await this.#key;
    const issued = Math.floor(now / 1_000);
    const token = await new SignJWT({ [principalClaim]: principal })
      .setProtectedHeader({ alg: "EdDSA", typ: "JWT", ...(kid === undefined ? {} : { kid }) })
      .setIssuer(inwardIssuer)
      .setAudience(audience)
      .setSubject(`${principal.kind}/${principal.id}`)
      .setIssuedAt(issued)
      .setExpirationTime(issued + inwardSeconds)
      .sign(key);
    this.#tokens.delete(name);
    if (this.#tokens.size >= most) this.#tokens.delete(this.#tokens.keys().next().value ?? "");
    this.#tokens.set(name, { token, until: now + reusedMs });
    return token;
  }
}
