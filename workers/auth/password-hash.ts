/** Passwords at rest: scrypt in a PHC string, `$scrypt$ln=14,r=8,p=5$salt$hash`. */
import { scryptSync, timingSafeEqual } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Turns } from "./turns.ts";

/** OWASP's setting for 16 MiB (Password Storage Cheat Sheet): N = 2^14, r = 8, p = 5, about 140 ms. */
const cost = { logN: 14, r: 8, p: 5 } as const;
const hashBytes = 32;
/** Of this isolate. In the pause who calls is looked up for all that came while a password was hashed: nobody waits for more than one. */
const turns = new Turns({ now: Date.now, wait: sleep, pauseMs: 40, turnMs: 140 });
export const saltBytes = 16;

const phc = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** The hash of no password, for accounts that are not there: checking it costs what checking a real one costs, and always fails. */
export const nobodysHash = `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${"A".repeat(22)}$${"A".repeat(43)}`;

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

/** True when a hash was made with other costs than today's: it is made again at the next sign-in, when the password is there. */
export function isOutdated(stored: string): boolean {
  return !stored.startsWith(`$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$`);
}

/**
 * Synchronous on purpose: an isolate hashes one password at a time, so sign-ins at once take 16 MiB together and not each, and there is no
 * lock that a request which was cut off could leave shut.
 */
async function derive(
  password: string,
  salt: Uint8Array,
  { logN, r, p }: { logN: number; r: number; p: number },
  length: number,
): Promise<Uint8Array> {
  const N = 2 ** logN;
  await turns.next();
  return scryptSync(password, salt, length, { N, r, p, maxmem: 256 * N * r });
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("=", "");
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
