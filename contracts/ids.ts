/** Prefixed, sortable ids: `nch_` + 10 characters of time + 16 of randomness, Crockford base 32 (the layout of ULID). */
import * as z from "zod";

export const idPrefixes = {
  organisation: "org",
  user: "usr",
  session: "ses",
  apiKey: "key",
  service: "svc",
  invitation: "inv",
  mail: "mai",
  niche: "nch",
  team: "tea",
  run: "run",
  plan: "mkt",
  projection: "prj",
  price: "prc",
  node: "nod",
  joinToken: "jtk",
  model: "mdl",
  command: "cmd",
  subscription: "sub",
  webhook: "whk",
  import: "imp",
  upload: "upl",
  verification: "vrf",
  maintenance: "mnt",
} as const;
export type IdKind = keyof typeof idPrefixes;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Where time and randomness come from; injected so that tests and the demo can fix both. */
export interface Sources {
  /** UTC epoch milliseconds. */
  now(): number;
  /** `length` random bytes. */
  randomBytes(length: number): Uint8Array;
}

export const systemSources: Sources = {
  now: () => Date.now(),
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
};

export function newId(kind: IdKind, sources: Sources = systemSources): string {
  return `${idPrefixes[kind]}_${encodeTime(sources.now())}${encodeRandom(sources.randomBytes(16))}`;
}

export function isId(kind: IdKind, value: string): boolean {
  return shapeOf(kind).test(value);
}

export function idSchema(kind: IdKind) {
  return z.string().regex(shapeOf(kind), `must be a ${kind} id such as ${idPrefixes[kind]}_01…`);
}

function shapeOf(kind: IdKind): RegExp {
  return new RegExp(`^${idPrefixes[kind]}_[0-9a-z]{10,40}$`);
}

function encodeTime(epochMs: number): string {
  let rest = Math.floor(epochMs);
  let text = "";
  for (let i = 0; i < 10; i++) {
    text = alphabet.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

function encodeRandom(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += alphabet.charAt(byte & 31);
  return text;
}
