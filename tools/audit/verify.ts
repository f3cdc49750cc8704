/** Checks an export of the audit log (`GET /api/v1/audit/export`) line by line, away from the system that wrote it. */
import { auditEntrySchema, type AuditBreak } from "../../contracts/services/audit.ts";
import { emptyHead, follow, type Head } from "../../workers/auth/domain/audit-chain.ts";
import { UserError } from "../system/user-error.ts";

export interface Verdict {
  /** The newest entry that holds. */
  head: Head;
  broken?: AuditBreak;
}

/**
 * Follows the chain through `lines`, NDJSON. `known` is a head that was written down earlier: an export that does not contain it, in its
 * place, is another log (`head`). Throws a UserError at a line that is no entry.
 */
export async function verifyExport(lines: AsyncIterable<string> | Iterable<string>, known?: Head): Promise<Verdict> {
  let head = emptyHead;
  let number = 0;
  let met = known === undefined || known.sequence === 0;
  for await (const line of lines) {
    number++;
    if (line.trim() === "") continue;
    const { head: next, broken } = await follow([entryOf(line, number)], head);
    if (broken) return { head, broken };
    head = next;
    if (known && head.sequence === known.sequence) {
      if (head.hash !== known.hash) return { head, broken: { sequence: head.sequence, what: "head" } };
      met = true;
    }
  }
  return met ? { head } : { head, broken: { sequence: head.sequence + 1, what: "missing" } };
}

function entryOf(line: string, number: number) {
  try {
    return auditEntrySchema.parse(JSON.parse(line));
  } catch {
    throw new UserError(`Line ${number} is no entry of an audit log. Give the file of GET /api/v1/audit/export.`);
  }
}

/** `12:0f3a…` as the command prints it. Throws a UserError otherwise. */
export function headOf(text: string): Head {
  const [, sequence, hash] = /^(\d+):([0-9a-f]{64})$/.exec(text) ?? [];
  if (sequence === undefined || hash === undefined) throw new UserError(`--head ${text}: give SEQUENCE:HASH, as this command prints it.`);
  return { sequence: Number(sequence), hash };
}
