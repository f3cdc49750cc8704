/**
 * The chain of an organisation's audit log. Each entry carries the hash of the one before and its own, SHA-256 over the canonical JSON
 * (RFC 8785) of everything else in it: nothing can be altered, left out or put in between without every later hash becoming wrong.
 */
import { sha256Hex } from "../../../contracts/digest.ts";
import type { AuditBreak, AuditEntry, Happening } from "../../../contracts/services/audit.ts";

/** What the first entry is chained to. */
export const genesis = "0".repeat(64);

export interface Head {
  sequence: number;
  hash: string;
}

export const emptyHead: Head = { sequence: 0, hash: genesis };

/** The happening as the entry after `head`. */
export async function chained(happening: Happening, head: Head): Promise<AuditEntry> {
  const unsealed = { ...happening, previous: head.hash };
  return { ...unsealed, hash: await sha256Hex(canonicalJson(unsealed)) };
}

/**
 * Checks entries in their order, from the one after `from` on; answers the head that they lead to, or the first place that does not
 * hold: `missing` (a gap), `unchained` (it follows another entry than the one before), `altered` (its hash is not that of its content).
 */
export async function follow(entries: readonly AuditEntry[], from: Head = emptyHead): Promise<{ head: Head; broken?: AuditBreak }> {
  let head = from;
  for (const entry of entries) {
    const { hash, ...unsealed } = entry;
    const sequence = head.sequence + 1;
    if (entry.sequence !== sequence) return { head, broken: { sequence, what: "missing" } };
    if ((await sha256Hex(canonicalJson(unsealed))) !== hash) return { head, broken: { sequence, what: "altered" } };
    if (entry.previous !== head.hash) return { head, broken: { sequence, what: "unchained" } };
    head = { sequence, hash };
  }
  return { head };
}

/**
 * JSON with keys in the order of their UTF-16 units and no blanks (RFC 8785, section 3.2.3). `JSON.stringify` writes numbers and texts as
 * that asks already; members that are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(",")}}`;
}
