/** What tells one request from another under the same idempotency key, without being what was sent. */
import { base64url } from "jose";
import { sha256Hex } from "../../../contracts/digest.ts";
import { derivedKey } from "../derived-key.ts";

/**
 * Fingerprints are kept for a day, and some bodies hold little but a password: whoever reads them must not be able to try guesses, so they
 * are made with a key that is not kept beside them.
 */
export class Fingerprints {
  readonly #key: Promise<CryptoKey>;

  /** `jwk`: the private key that vouches for principals. */
  constructor(jwk: string | undefined) {
    this.#key = derivedKey(jwk, "paissive fingerprints of requests");
  }

  /** HMAC-SHA-256, base64url, of all that makes the request another one. */
  async of(query: string, headers: Headers, body: ArrayBuffer): Promise<string> {
    const conditions = [headers.get("if-match"), ...(headers.has("if-none-match") ? [headers.get("if-none-match")] : [])];
    const whole = JSON.stringify([query, headers.get("content-type"), ...conditions, await sha256Hex(new Uint8Array(body))]);
    const mac = await crypto.subtle.sign("HMAC", await this.#key, new TextEncoder().encode(whole));
    return base64url.encode(new Uint8Array(mac));
  }
}
