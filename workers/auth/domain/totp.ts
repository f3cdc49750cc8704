/** One-time passwords of authenticator apps: RFC 6238 with SHA-1, six digits and thirty seconds, which all apps know. Pure. */
import { Secret, TOTP } from "otpauth";

const periodMs = 30_000;
/** RFC 4226, section 4: 160 bits. */
export const secretBytes = 20;
/**
 * Steps before and after now whose codes are taken as well. None, so that a code lives for thirty seconds, as OWASP ASVS 5.0, 6.5.5, wants;
 * `1` allows for clocks that differ and for typing (RFC 6238, section 5.2).
 */
export function skewOf(setting: string | undefined): 0 | 1 {
  return setting === "1" ? 1 : 0;
}

/** The secret as apps show and take it: base 32. */
export function newSecret(bytes: Uint8Array<ArrayBuffer>): string {
  return new Secret({ buffer: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) }).base32;
}

/** The address behind the QR code (Key Uri Format of Google Authenticator). */
export function uriOf(secret: string, label: string): string {
  return generatorOf(secret, label).toString();
}

/**
 * The step (thirty seconds since 1970) whose code this is, if it is at most `skew` steps from that of `now`; undefined for a wrong code, and
 * for one of a step that is not after `lastStep`: a code opens once (RFC 6238, section 5.2).
 */
export function stepOf(secret: string, code: string, lastStep: number, now: number, skew: 0 | 1): number | undefined {
  const token = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return undefined;
  const delta = generatorOf(secret, "").validate({ token, timestamp: now, window: skew });
  if (delta === null) return undefined;
  const step = Math.floor(now / periodMs) + delta;
  return step > lastStep ? step : undefined;
}

function generatorOf(secret: string, label: string): TOTP {
  return new TOTP({ issuer: "pAIssive", label, secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: periodMs / 1_000 });
}
