/** The services in a backup. The database service answers for itself: it has no binding to itself. */
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { BackupLife } from "../../../contracts/services/backup.ts";
import type { ServiceName } from "../../../contracts/services/common.ts";
import { freeze, prepare, readCopies, unfreeze } from "../../kit/backup/freezing.ts";
import { conclude, obstacles, writeRows } from "../../kit/backup/restoring.ts";
import { peerBindings } from "../domain/peers.ts";
import type { DatabaseEnv } from "../environment.ts";
import { tenancy } from "../tenancy.ts";

export function backupLife(env: DatabaseEnv, service: ServiceName): BackupLife {
  return service === "database" ? ownLife(env.DATABASE_DB) : env[peerBindings[service]];
}

function ownLife(db: D1Database): BackupLife {
  const noActors = async () => err("internal", "The database service has no actors to back up.", { retryable: false });
  return {
    backupPrepare: (_, run) => prepare(db, run),
    backupFreeze: (_, run) => freeze(db, tenancy, run),
    backupRows: (_, run, cursor) => readCopies(db, run, cursor),
    backupEnd: async (_, run) => {
      await unfreeze(db, run);
      return ok(true);
    },
    restoreObstacles: () => obstacles(db, tenancy),
    restoreRows: (_, pieces) => writeRows(db, tenancy, pieces),
    restoreEnd: () => conclude(db, tenancy),
    backupActor: noActors,
    restoreActors: noActors,
    restoreActorsEnd: noActors,
  };
}

/** A refusal breaks the step, which is then repeated. */
export function must<Value>(result: Result<Value>): Value {
  if (result.ok) return result.value;
  throw new Error(result.error.detail);
}
