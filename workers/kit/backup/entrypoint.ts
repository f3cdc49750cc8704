/** The part of every service that answers backup and restore: `serviceEntrypoint` stands on it. */
import { WorkerEntrypoint } from "cloudflare:workers";
import type { ActorKind } from "../../../contracts/actor.ts";
import { authorizeOperator, type Principal } from "../../../contracts/principal.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type {
  ActorPieces,
  ActorReference,
  ActorRestoreCall,
  BackedUpActor,
  BackupLife,
  BackupPage,
  TablePiece,
} from "../../../contracts/services/backup.ts";
import type { TableRows } from "../../../contracts/services/common.ts";
import type { Tenancy } from "../tenancy.ts";
import { freeze, prepare, readCopies, unfreeze } from "./freezing.ts";
import { conclude, obstacles, writeRows } from "./restoring.ts";

/** A namespace of actors that are backed up. */
export interface BackedUpNamespace {
  getByName(name: string): BackedUpActor;
}

export interface BackupParts<Env> {
  database(env: Env): D1Database;
  tenancy?: Tenancy;
  /** Actors that keep what must not be lost, by kind. */
  actors?: Partial<Record<ActorKind, (env: Env) => BackedUpNamespace>>;
  /** The same for actors that write no events. */
  backedUp?: Readonly<Record<string, (env: Env) => BackedUpNamespace>>;
}

export function backupEntrypoint<Env extends object>(parts: BackupParts<Env>) {
  const { tenancy = {} } = parts;
  const namespaces = new Map<string, (env: Env) => BackedUpNamespace>([
    ...Object.entries(parts.actors ?? {}),
    ...Object.entries(parts.backedUp ?? {}),
  ]);

  return class BackupBase extends WorkerEntrypoint<Env> implements BackupLife {
    async backupPrepare(principal: Principal, run: string): Promise<Result<true>> {
      const allowed = authorizeOperator(principal);
      return allowed.ok ? prepare(parts.database(this.env), run) : allowed;
    }

    async backupFreeze(principal: Principal, run: string): Promise<Result<TableRows[]>> {
      const allowed = authorizeOperator(principal);
      return allowed.ok ? freeze(parts.database(this.env), tenancy, run) : allowed;
    }

    async backupRows(principal: Principal, run: string, cursor?: string): Promise<Result<BackupPage>> {
      const allowed = authorizeOperator(principal);
      return allowed.ok ? readCopies(parts.database(this.env), run, cursor) : allowed;
    }

    async backupActor(
      principal: Principal,
      actor: ActorReference,
      call: { run: string; cursor?: string | undefined },
    ): Promise<Result<BackupPage>> {
      const allowed = authorizeOperator(principal);
      if (!allowed.ok) return allowed;
      const stub = this.#actor(actor);
      return stub ? stub.backup(call) : unknown(actor);
    }

    async backupEnd(principal: Principal, run: string, actors?: ActorReference[]): Promise<Result<true>> {
      const allowed = authorizeOperator(principal);
      if (!allowed.ok) return allowed;
      if (!actors) await unfreeze(parts.database(this.env), run);
      await Promise.all((actors ?? []).map((actor) => this.#actor(actor)?.backup({ run, over: true })));
      return ok(true);
    }

    async restoreObstacles(principal: Principal): Promise<Result<TableRows[]>> {
      const allowed = authorizeOperator(principal);
      return allowed.ok ? obstacles(parts.database(this.env), tenancy) : allowed;
    }

    async restoreRows(principal: Principal, pieces: TablePiece[]): Promise<Result<true>> {
      const allowed = authorizeOperator(principal);
      return allowed.ok ? writeRows(parts.database(this.env), tenancy, pieces) : allowed;
    }

    async restoreActors(principal: Principal, run: string, actors: ActorPieces[]): Promise<Result<true>> {
      return this.#toActors(
        principal,
        actors.map(({ actor, pieces }) => ({ actor, call: { run, pieces } })),
      );
    }

    async restoreActorsEnd(
      principal: Principal,
      run: string,
      actors: { actor: ActorReference; stored: number; head: number }[],
    ): Promise<Result<true>> {
      return this.#toActors(
        principal,
        actors.map(({ actor, stored, head }) => ({ actor, call: { run, stored, head } })),
      );
    }

    async restoreEnd(principal: Principal): Promise<Result<TableRows[]>> {
      const allowed = authorizeOperator(principal);
      return allowed.ok ? conclude(parts.database(this.env), tenancy) : allowed;
    }

    /** Pages of one actor arrive in their order; different actors do not wait for each other. */
    async #toActors(principal: Principal, calls: { actor: ActorReference; call: ActorRestoreCall }[]): Promise<Result<true>> {
      const allowed = authorizeOperator(principal);
      if (!allowed.ok) return allowed;
      for (const { actor, call } of calls) {
        const stub = this.#actor(actor);
        const restored = stub ? await stub.restore(call) : unknown(actor);
        if (!restored.ok)
          return err(restored.error.code, `${actor.kind} ${actor.name}: ${restored.error.detail}`, { retryable: restored.error.retryable });
      }
      return ok(true);
    }

    #actor({ kind, name }: ActorReference): BackedUpActor | undefined {
      return namespaces.get(kind)?.(this.env).getByName(name);
    }
  };
}

function unknown({ kind }: ActorReference) {
  return err("internal", `This service has no actors of the kind ${kind}.`, { retryable: false });
}
