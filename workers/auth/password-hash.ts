/** Passwords at rest: scrypt in a PHC string, `$scrypt$ln=14,r=8,p=5$salt$hash`. */
import { scrypt, timingSafeEqual } from "node:crypto";

/** OWASP's setting for 16 MiB (Password Storage Cheat Sheet): N = 2^14, r = 8, p = 5, about 140 ms. */
const cost = { logN: 14, r: 8, p: 5 } as const;
const hashBytes = 32;
export const saltBytes = 16;

const phc = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** @param salt 16 random bytes */
export async function hashPassword(password: string, salt: Uint8Array): Promise<string> {
  const hash = await derive(password, salt, cost, hashBytes);
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${base64(salt)}$${base64(hash)}`;
}

/** False for a wrong password and for a string that is not one of our hashes. The costs are read from the string, so they can rise later. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, logN, r, p, salt, hash] = phc.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) return false;
  const expected = bytesOf(hash);
  const actual = await derive(password, bytesOf(salt), { logN: Number(logN), r: Number(r), p: Number(p) }, expected.length);
  return timingSafeEqual(actual, expected);
}

function derive(
  password: string,
  salt: Uint8Array,
  { logN, r, p }: { logN: number; r: number; p: number },
  length: number,
): Promise<Uint8Array> {
  const N = 2 ** logN;
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  scrypt(password, salt, length, { N, r, p, maxmem: 256 * N * r }, (failure, key) => (failure ? reject(failure) : resolve(key)));
  return promise;
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
