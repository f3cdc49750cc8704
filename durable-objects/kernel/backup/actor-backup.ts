/**
 * Backup and restore of an actor of the kernel. Its log is the truth: state is folded from it anew. Beside the log go what the log does not
 * say: answers of commands, effects with their attempts, timers, rows of the actor's own tables. The outbox is made anew from what the
 * event store has, so that nothing is told twice and nothing stays untold.
 */
import type { ActorIdentity } from "../../../contracts/actor.ts";
import type { ActorBackupCall, ActorRestoreCall, BackupPage } from "../../../contracts/services/backup.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { Alarm } from "../alarm.ts";
import type { Blueprint } from "../blueprint.ts";
import type { Store } from "../store.ts";
import type { Named, NewEvent } from "../types.ts";
import { freeze, readFrozen, unfreeze, type FreezingPlan } from "./frozen-tables.ts";
import { thaw, writePieces } from "./thawing.ts";

/** Under this key of `meta` stands the restore that is writing; the kernel's other parts see an actor that is still being given its past. */
const restoringKey = "adopting";

export class ActorBackup<State, Command extends Named, Event extends NewEvent> {
  readonly #store: Store<State, Command, Event>;
  readonly #alarm: Alarm;
  readonly #plan: FreezingPlan;

  constructor(blueprint: Blueprint<never, State, Command, Event>, store: Store<State, Command, Event>, alarm: Alarm) {
    this.#store = store;
    this.#alarm = alarm;
    const { growing = {}, transient = [] } = blueprint.backup ?? {};
    this.#plan = {
      growing: { ...growing, events: { key: ["sequence"], rising: true } },
      transient: [...transient, "snapshots", "outbox"],
      only: { meta: "key IN ('identity', 'forked')" },
    };
  }

  backup(call: ActorBackupCall): Result<BackupPage> {
    return this.#attempt(() => this.#backup(call));
  }

  restore(call: ActorRestoreCall): Result<true> {
    return this.#attempt(() => this.#restore(call));
  }

  #backup(call: ActorBackupCall): Result<BackupPage> {
    const { sql, identity, meta } = this.#store;
    if ("over" in call) {
      // A restore keeps rows aside under the same names.
      if (!meta.get(restoringKey)) this.#store.transact(() => unfreeze(sql));
      return ok({ pieces: [] });
    }
    // One that is still being given its past is not there yet.
    if (!identity || meta.get(restoringKey)) return ok({ pieces: [] });
    this.#store.transact(() => freeze(sql, this.#plan, call.run));
    return ok(readFrozen(sql, call.run, call.cursor));
  }

  #restore(call: ActorRestoreCall): Result<true> {
    const { sql, meta, log } = this.#store;
    const under = (meta.get(restoringKey) as { restore?: string } | undefined)?.restore;
    if ("pieces" in call) {
      if (under !== call.run && (under !== undefined || log.current.version > 0)) return occupied();
      this.#store.transact(() => {
        if (under === undefined) {
          unfreeze(sql);
          meta.set(restoringKey, { restore: call.run });
        }
        writePieces(sql, this.#plan, call.pieces);
      });
      log.forget();
      return ok(true);
    }
    if (under === undefined) return meta.get("restored") === call.run ? ok(true) : occupied();
    if (under !== call.run) return occupied();
    this.#complete(call);
    return ok(true);
  }

  /** The turn in which the actor begins to live: what was under way goes on, and what the store lacks is told. */
  #complete({ run, stored }: { run: string; stored: number }): void {
    const { sql, meta, log, outbox, effects, timers, sources } = this.#store;
    const identity = this.#store.transact(() => {
      thaw(sql);
      // What they hold in memory is of the time before.
      for (const part of [meta, effects, timers]) part.forget();
      meta.remove(restoringKey);
      meta.set("restored", run);
      const now = sources.now();
      outbox.addPast(log.current.version, now);
      outbox.acknowledge(stored);
      // Whatever ran when the copy was made runs nowhere now.
      effects.reclaimAll(now);
      this.#alarm.arm();
      return meta.get("identity") as ActorIdentity;
    });
    this.#store.introduced(identity);
  }

  /** What throws has changed nothing and may be repeated. */
  #attempt<Value>(work: () => Result<Value>): Result<Value> {
    try {
      return work();
    } catch (cause) {
      // Whatever the transaction had set is not set any more.
      this.#alarm.rang();
      return err("internal", `An actor could not take part in a backup or restore: ${String(cause)}`);
    }
  }
}

function occupied() {
  return err("conflict", "There is something here already that this restore did not bring.");
}
