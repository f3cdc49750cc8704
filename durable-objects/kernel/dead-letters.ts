/** Dead letters: effects out of attempts, to be read, corrected, tried again under the same id, or discarded. */
import type { EffectAttempt, EffectStatus, EffectView } from "../../contracts/actor.ts";
import type { Principal } from "../../contracts/principal.ts";
import type { Fault } from "../../contracts/result.ts";
import { effectOf, type EffectRow, type StoredEffect } from "./effect-row.ts";
import type { Effects } from "./effects.ts";

const maxListed = 200;

export class DeadLetters {
  readonly #sql: SqlStorage;
  readonly #effects: Pick<Effects, "forget">;

  constructor(sql: SqlStorage, effects: Pick<Effects, "forget">) {
    this.#sql = sql;
    this.#effects = effects;
  }

  /** The dead ones, latest first, at most 200. */
  list(): EffectView[] {
    return this.#sql
      .exec<StoredEffect>("SELECT * FROM effects WHERE status = 'dead' ORDER BY requested_at DESC, rowid DESC LIMIT ?", maxListed)
      .toArray()
      .map((row) => this.#view(effectOf(row)));
  }

  /** Any effect, whatever its status; undefined when there is none. */
  inspect(id: string): EffectView | undefined {
    const row = this.#sql.exec<StoredEffect>("SELECT * FROM effects WHERE id = ?", id).toArray()[0];
    return row && this.#view(effectOf(row));
  }

  /** Within the caller's transaction. */
  edit(id: string, input: unknown): void {
    this.#sql.exec("UPDATE effects SET input = ?, edits = edits + 1 WHERE id = ?", JSON.stringify(input ?? null), id);
  }

  /** Back to pending with all its attempts before it. A deadline that has passed is lifted. `heir`, where given, is whom it acts for from now on. Within the caller's transaction. */
  redrive(id: string, now: number, heir?: Principal): void {
    this.#effects.forget();
    this.#sql.exec(
      `UPDATE effects SET status = 'pending', attempt = 0, interruptions = 0, redrives = redrives + 1, next_at = ?1,
         deadline = CASE WHEN deadline <= ?1 THEN NULL ELSE deadline END, principal = COALESCE(?3, principal) WHERE id = ?2`,
      now,
      id,
      heir === undefined ? null : JSON.stringify(heir),
    );
  }

  /** The row stays, so that the same id is not run again. Within the caller's transaction. */
  discard(id: string): void {
    this.#effects.forget();
    this.#sql.exec("UPDATE effects SET status = 'discarded' WHERE id = ?", id);
  }

  statusOf(id: string): EffectStatus | undefined {
    return this.#sql.exec<{ status: EffectStatus }>("SELECT status FROM effects WHERE id = ?", id).toArray()[0]?.status;
  }

  #view({ principal, sequences, deadline, fault, ...row }: EffectRow): EffectView {
    return {
      id: row.id,
      version: 1 + row.edits + row.redrives,
      type: row.type,
      lane: row.lane,
      status: row.status,
      input: JSON.stringify(row.input),
      commandId: row.commandId,
      ...(sequences === undefined ? {} : { sequences }),
      principal: { kind: principal.kind, id: principal.id },
      requestedAt: row.requestedAt,
      ...(deadline === undefined ? {} : { deadline }),
      redrives: row.redrives,
      ...(fault === undefined ? {} : { fault }),
      attempts: this.#attempts(row.id),
    };
  }

  #attempts(id: string): EffectAttempt[] {
    return this.#sql
      .exec<{ number: number; started_at: number; ended_at: number; fault: string }>(
        "SELECT number, started_at, ended_at, fault FROM attempts WHERE effect_id = ? ORDER BY number",
        id,
      )
      .toArray()
      .map((row) => ({
        number: row.number,
        startedAt: row.started_at,
        endedAt: row.ended_at,
        fault: JSON.parse(row.fault) as Fault,
      }));
  }
}
