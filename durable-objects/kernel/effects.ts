/** Effect rows: what is to be done outside the turn, its attempts, its lease. Storage only; `runner.ts` does the doing. */
import type { Principal } from "../../contracts/principal.ts";
import type { Fault } from "../../contracts/result.ts";
import type { NewEffect } from "./types.ts";

export interface EffectRow {
  id: string;
  type: string;
  lane: string;
  input: unknown;
  principal: Principal;
  commandId: string;
  status: "pending" | "running" | "done" | "dead" | "cancelled";
  attempt: number;
  nextAt: number;
  deadline: number | undefined;
  fault: Fault | undefined;
}

interface StoredRow extends Record<string, SqlStorageValue> {
  id: string;
  type: string;
  lane: string;
  input: string;
  principal: string;
  command_id: string;
  status: EffectRow["status"];
  attempt: number;
  next_at: number;
  lease_until: number | null;
  deadline: number | null;
  fault: string | null;
}

/** A running effect whose lease ran out without a renewal was cut off by a crash. */
export const leaseMs = 30_000;

export class Effects {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Within the caller's transaction. An id that is known already is left as it is. */
  add(effects: readonly NewEffect[], cause: { principal: Principal; commandId: string; now: number }): void {
    for (const effect of effects) {
      this.#sql.exec(
        "INSERT OR IGNORE INTO effects (id, type, lane, input, principal, command_id, status, next_at, deadline) VALUES (?, ?, ?, ?, ?, ?, 'pending', ?, ?)",
        effect.id,
        effect.type,
        effect.lane ?? effect.type,
        JSON.stringify(effect.input),
        JSON.stringify(cause.principal),
        cause.commandId,
        cause.now,
        effect.deadline ?? null,
      );
    }
  }

  get pending(): number {
    return this.#sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM effects WHERE status IN ('pending', 'running')").one().n;
  }

  /** Effects that may start now, oldest first. */
  due(now: number): EffectRow[] {
    const rows = this.#sql.exec<StoredRow>(
      "SELECT * FROM effects WHERE status = 'pending' AND next_at <= ? ORDER BY next_at, rowid LIMIT 200",
      now,
    );
    return rows.toArray().map(readRow);
  }

  running(lane: string): number {
    return this.#sql.exec<{ n: number }>("SELECT COUNT(*) AS n FROM effects WHERE status = 'running' AND lane = ?", lane).one().n;
  }

  all(): EffectRow[] {
    return this.#sql.exec<StoredRow>("SELECT * FROM effects ORDER BY rowid").toArray().map(readRow);
  }

  lease(id: string, now: number): void {
    this.#sql.exec("UPDATE effects SET status = 'running', attempt = attempt + 1, lease_until = ? WHERE id = ?", now + leaseMs, id);
  }

  /** Renews the leases of `alive`; whatever else has run out goes back to pending. */
  renewOrReclaim(alive: ReadonlySet<string>, now: number): void {
    const expired = this.#sql.exec<{ id: string }>("SELECT id FROM effects WHERE status = 'running' AND lease_until <= ?", now).toArray();
    for (const { id } of expired) {
      if (alive.has(id)) this.#sql.exec("UPDATE effects SET lease_until = ? WHERE id = ?", now + leaseMs, id);
      else this.#sql.exec("UPDATE effects SET status = 'pending', lease_until = NULL, next_at = ? WHERE id = ?", now, id);
    }
  }

  /** At construction nothing runs yet: every lease belongs to a process that is gone. */
  reclaimAll(now: number): void {
    this.#sql.exec("UPDATE effects SET status = 'pending', lease_until = NULL, next_at = ? WHERE status = 'running'", now);
  }

  /** Done: the row stays as a mark that this id has run, without its input. */
  finish(id: string): void {
    this.#sql.exec("UPDATE effects SET status = 'done', input = 'null', lease_until = NULL, fault = NULL WHERE id = ?", id);
  }

  /** Not yet: does not count as an attempt. */
  wait(id: string, until: number): void {
    this.#sql.exec("UPDATE effects SET status = 'pending', attempt = attempt - 1, next_at = ?, lease_until = NULL WHERE id = ?", until, id);
  }

  retry(id: string, at: number, fault: Fault): void {
    this.#sql.exec(
      "UPDATE effects SET status = 'pending', next_at = ?, lease_until = NULL, fault = ? WHERE id = ?",
      at,
      JSON.stringify(fault),
      id,
    );
  }

  bury(id: string, fault: Fault): void {
    this.#sql.exec("UPDATE effects SET status = 'dead', lease_until = NULL, fault = ? WHERE id = ?", JSON.stringify(fault), id);
  }

  cancel(ids: readonly string[]): void {
    for (const id of ids)
      this.#sql.exec("UPDATE effects SET status = 'cancelled', lease_until = NULL WHERE id = ? AND status IN ('pending', 'running')", id);
  }

  isRunning(id: string): boolean {
    return this.#sql.exec("SELECT 1 FROM effects WHERE id = ? AND status = 'running'", id).toArray().length > 0;
  }

  /** When the earliest effect is due or the earliest lease runs out. */
  nextAt(): number | undefined {
    const row = this.#sql
      .exec<{ at: number | null }>(
        "SELECT MIN(CASE status WHEN 'pending' THEN next_at WHEN 'running' THEN lease_until END) AS at FROM effects WHERE status IN ('pending', 'running')",
      )
      .one();
    return row.at ?? undefined;
  }
}

function readRow(row: StoredRow): EffectRow {
  return {
    id: row.id,
    type: row.type,
    lane: row.lane,
    input: JSON.parse(row.input),
    principal: JSON.parse(row.principal) as Principal,
    commandId: row.command_id,
    status: row.status,
    attempt: row.attempt,
    nextAt: row.next_at,
    deadline: row.deadline ?? undefined,
    fault: row.fault === null ? undefined : (JSON.parse(row.fault) as Fault),
  };
}
