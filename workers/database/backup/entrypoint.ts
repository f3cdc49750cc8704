/** The RPC methods of the database service that concern backups, beside those of every service. */
import type { Page, PageQuery } from "../../../contracts/page.ts";
import type { Principal } from "../../../contracts/principal.ts";
import type { Result } from "../../../contracts/result.ts";
import type { Backup, BackupService, Restore, SealedManifest } from "../../../contracts/services/backups.ts";
import { serviceEntrypoint } from "../../kit/service.ts";
import { peers } from "../domain/peers.ts";
import type { DatabaseEnv } from "../environment.ts";
import { routes } from "../routes.ts";
import { tenancy } from "../tenancy.ts";
import { BackupDesk } from "./desk.ts";

export class BackupEntrypoint
  extends serviceEntrypoint<DatabaseEnv>({
    description: { service: "database", dependencies: peers },
    database: (env) => env.DATABASE_DB,
    queue: (env) => env.EVENTS,
    app: routes,
    tenancy,
  })
  implements BackupService
{
  async startBackup(principal: Principal, request: { commandId: string }): Promise<Result<Backup>> {
    return this.#desk.startBackup(principal, request);
  }

  async backups(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<Backup>>> {
    return this.#desk.backups(principal, page);
  }

  async backup(principal: Principal, id: string): Promise<Result<Backup>> {
    return this.#desk.backup(principal, id);
  }

  async deleteBackup(principal: Principal, id: string): Promise<Result<true>> {
    return this.#desk.deleteBackup(principal, id);
  }

  async backupContent(principal: Principal, id: string): Promise<Result<ReadableStream<Uint8Array>>> {
    return this.#desk.backupContent(principal, id);
  }

  async receivePart(
    principal: Principal,
    part: { backup: string; number: number; sha256: string },
    bytes: ArrayBuffer,
  ): Promise<Result<true>> {
    return this.#desk.receivePart(principal, part, bytes);
  }

  async receiveManifest(principal: Principal, sealed: SealedManifest): Promise<Result<Backup>> {
    return this.#desk.receiveManifest(principal, sealed);
  }

  async startRestore(principal: Principal, request: { backup: string; commandId: string }): Promise<Result<Restore>> {
    return this.#desk.startRestore(principal, request);
  }

  async restorations(principal: Principal, page: Partial<PageQuery>): Promise<Result<Page<Restore>>> {
    return this.#desk.restorations(principal, page);
  }

  async restoration(principal: Principal, id: string): Promise<Result<Restore>> {
    return this.#desk.restoration(principal, id);
  }

  get #desk(): BackupDesk {
    return new BackupDesk(this.env);
  }
}
