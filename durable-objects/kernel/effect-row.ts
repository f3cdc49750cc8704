/** One effect as a row and as an object. */
import type { EffectStatus } from "../../contracts/actor.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { Fault } from "../../contracts/result.ts";

export interface EffectRow {
  id: string;
  type: string;
  lane: string;
  input: unknown;
  principal: Principal;
  commandId: string;
  status: EffectStatus;
  /** Attempts since it was asked for or redriven, the running one included. */
  attempt: number;
  /** Attempts that a crash cut off, since it was asked for or redriven. */
  interruptions: number;
  redrives: number;
  /** Inputs that it was given since it was asked for. */
  edits: number;
  nextAt: number;
  requestedAt: number;
  /** Events of the turn that asked for it. */
  sequences: { first: number; last: number } | undefined;
  deadline: number | undefined;
  fault: Fault | undefined;
}

export interface StoredEffect extends Record<string, SqlStorageValue> {
  id: string;
  type: string;
  lane: string;
  input: string;
  principal: string;
  command_id: string;
  status: EffectStatus;
  attempt: number;
  interruptions: number;
  redrives: number;
  edits: number;
  next_at: number;
  requested_at: number;
  first_sequence: number | null;
  last_sequence: number | null;
  lease_until: number | null;
  deadline: number | null;
  fault: string | null;
}

export function effectOf(row: StoredEffect): EffectRow {
  return {
    id: row.id,
    type: row.type,
    lane: row.lane,
    input: JSON.parse(row.input),
    principal: JSON.parse(row.principal) as Principal,
    commandId: row.command_id,
    status: row.status,
    attempt: row.attempt,
    interruptions: row.interruptions,
    redrives: row.redrives,
    edits: row.edits,
    nextAt: row.next_at,
    requestedAt: row.requested_at,
    sequences:
      row.first_sequence === null || row.last_sequence === null ? undefined : { first: row.first_sequence, last: row.last_sequence },
    deadline: row.deadline ?? undefined,
    fault: row.fault === null ? undefined : (JSON.parse(row.fault) as Fault),
  };
}
