/** What a caller asked for, in short, so that the same command id with another request is noticed. */
import { createHash } from "node:crypto";

/** Characters up to which the request stands for itself: its digest would not be much shorter, and costs more than writing it down. */
const maxOwnText = 200;
/** Of SHA-256 in base64url. */
const digestLength = 43;

/**
 * The request in short: its JSON, or when that is long the SHA-256 of its JSON with sorted keys, as 43 characters of base64url. Two
 * are compared by `sameRequest`: putting keys in order is left to those few requests that come twice.
 */
export function fingerprintOf(request: unknown): string {
  const text = JSON.stringify(request) ?? "undefined";
  return text.length <= maxOwnText ? text : digestOf(canonical(request));
}

/** True when `stored` was made of the request that `fingerprint` was made of, also when it is a digest from the time when all were. */
export function sameRequest(stored: string, fingerprint: string): boolean {
  if (stored === fingerprint) return true;
  const text = inOrder(fingerprint);
  return stored.length === digestLength ? stored === digestOf(text) || inOrder(stored) === text : inOrder(stored) === text;
}

function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "undefined";
}

/** JSON with its keys sorted; a digest as it is. */
function inOrder(fingerprint: string): string {
  try {
    return canonical(JSON.parse(fingerprint));
  } catch {
    return fingerprint;
  }
}

/** The same with the keys of every object in order. Much quicker than a replacer, which JSON.stringify calls for every value. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  if ("toJSON" in value) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
