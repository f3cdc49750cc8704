/** Keys of the door for its own purposes, each derived from the one with which it vouches for principals. */
import { base64url } from "jose";

/**
 * A key for HMAC-SHA-256, by HKDF (RFC 5869) from the private part of the Ed25519 key `jwk`; another `purpose` gives another key. Without a
 * `jwk` it is good in this isolate only.
 */
export async function derivedKey(jwk: string | undefined, purpose: string): Promise<CryptoKey> {
  const secret = jwk === undefined ? crypto.getRandomValues(new Uint8Array(32)) : secretOf(jwk);
  const source = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode(purpose) };
  return crypto.subtle.deriveKey(derivation, source, { name: "HMAC", hash: "SHA-256", length: 256 }, false, ["sign", "verify"]);
}

/** The private part of an Ed25519 key (RFC 8037). */
function secretOf(jwk: string): Uint8Array<ArrayBuffer> {
  const { d } = JSON.parse(jwk) as { d: string };
  return Uint8Array.from(base64url.decode(d));
}
