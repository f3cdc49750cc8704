/** Backup and restore of an actor without an event log: all its tables, as they were at one moment. */
import type { ActorBackupCall, ActorRestoreCall, BackupPage } from "../../../contracts/services/backup.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import { freeze, readFrozen, unfreeze, type FreezingPlan } from "./frozen-tables.ts";
import { thaw, writePieces } from "./thawing.ts";

const everything: FreezingPlan = { growing: {}, transient: [] };

export class NativeBackup {
  readonly #storage: Pick<DurableObjectStorage, "sql" | "transactionSync" | "setAlarm">;
  readonly #afterRestore: (sql: SqlStorage, head: number) => void;

  /** `afterRestore` brings the restored rows in line with a store whose highest position is `head`, in the transaction that completes them. */
  constructor(
    storage: Pick<DurableObjectStorage, "sql" | "transactionSync" | "setAlarm">,
    afterRestore: (sql: SqlStorage, head: number) => void,
  ) {
    this.#storage = storage;
    this.#afterRestore = afterRestore;
  }

  backup(call: ActorBackupCall): Result<BackupPage> {
    const { sql } = this.#storage;
    if ("over" in call) {
      this.#storage.transactionSync(() => unfreeze(sql));
      return ok({ pieces: [] });
    }
    this.#storage.transactionSync(() => freeze(sql, everything, call.run));
    return ok(readFrozen(sql, call.run, call.cursor));
  }

  /** Rows are kept aside until all are there. Then they replace what the actor knew, and its alarm takes up the work. */
  async restore(call: ActorRestoreCall): Promise<Result<true>> {
    const { sql } = this.#storage;
    try {
      this.#storage.transactionSync(() => {
        if ("pieces" in call) return writePieces(sql, everything, call.pieces);
        thaw(sql);
        this.#afterRestore(sql, call.head);
      });
    } catch (cause) {
      return err("internal", `An actor could not be restored: ${String(cause)}`);
    }
    if ("head" in call) await this.#storage.setAlarm(Date.now());
    return ok(true);
  }
}
