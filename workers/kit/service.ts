/**
 * What every service is made of besides its own methods: `class Monetization extends serviceEntrypoint<Env>({…})`.
 * It answers the bus (apply, acknowledge, re-emit, drain) and the database service (schema, verify).
 */
import { WorkerEntrypoint } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { actorKinds, actorName, identityOfSubject, type ActorKind, type EffectView } from "../../contracts/actor.ts";
import type { EventEnvelope, StoredEvent } from "../../contracts/events/index.ts";
import type { Page } from "../../contracts/page.ts";
import { authorize, authorizeOwner, type Principal } from "../../contracts/principal.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { BackedUpActor } from "../../contracts/services/backup.ts";
import type { ActorSummary, DeadLetter, EffectCommand, EffectEdit, EffectReference, ListActors } from "../../contracts/services/actors.ts";
import type {
  AppliedMigration,
  ProjectionVerification,
  ReplaySlice,
  RowsKey,
  RowsPage,
  ServiceContract,
  ServiceDescription,
  ServiceHealth,
  ServiceLife,
  SubjectHead,
  TableRows,
} from "../../contracts/services/common.ts";
import { idsOfKind } from "./actor-ids.ts";
import { eraseActor, idsInCommands, type ErasableActor } from "./actors.ts";
import { backupEntrypoint, type BackedUpNamespace } from "./backup/entrypoint.ts";
import { Office, type OfficeActor } from "./office.ts";
import { compareShadows } from "./comparison.ts";
import { contractOf, type DescribedApp } from "./contract.ts";
import { bury, eraseRows } from "./erasure.ts";
import { handOver } from "./handing-over.ts";
import { databaseLook, SelfKnowledge, type Look } from "./health.ts";
import { traced, tracedBy } from "./log.ts";
import { acknowledgeOutbox, drainOutbox, emittedFromOutbox, type EventQueue } from "./outbox.ts";
import { applyEvents, type Projection } from "./projections.ts";
import { applySlice, beginReplay, endReplay, isOpen, overtaken, rowsOf, swapReplay } from "./replay.ts";
import { marked } from "./replays.ts";
import { readRows } from "./rows.ts";
import type { Tenancy } from "./tenancy.ts";
import { version } from "./version.ts";
import { believed } from "./vouched.ts";

/** What the service needs of its own actors; the kernel's base class has all of it. */
export interface EmittingActor extends Partial<ErasableActor>, BackedUpActor, OfficeActor {
  acknowledge(sequence: number): Promise<void>;
  emitted(fromSequence: number): Promise<EventEnvelope[]>;
}

/** A Durable Object namespace, as far as the kit is concerned. */
export interface EmittingNamespace {
  getByName(name: string): EmittingActor;
}

export interface ServiceParts<Env> {
  /** Its version is that of the product, its build what the Worker was deployed with. */
  description: Omit<ServiceDescription, "version" | "build">;
  /** What else is looked at than the database when somebody asks how the service is. */
  looks?(env: Env, now: number): readonly Look[];
  database(env: Env): D1Database;
  queue(env: Env): EventQueue;
  /** The Hono app of `routes.ts`. Beside the bindings it finds the service itself as `c.env.SELF`, to call its methods. */
  app: DescribedApp & { fetch(request: Request, env: object, context: ExecutionContext): Response | Promise<Response> };
  projections?: readonly Projection[];
  /** Whose the rows are in tables that do not simply have a column `organisation`. */
  tenancy?: Tenancy;
  /** Actors that this service owns, by the first part of their subjects. */
  actors?: Partial<Record<ActorKind, (env: Env) => EmittingNamespace>>;
  /** Further actors that keep what a backup must have, by a kind of the service's own choice. */
  backedUp?: Readonly<Record<string, (env: Env) => BackedUpNamespace>>;
}

export function serviceEntrypoint<Env extends object>(parts: ServiceParts<Env>) {
  const { projections = [], tenancy = {} } = parts;
  let contract: ServiceContract | undefined;
  const knowledge = new SelfKnowledge({ now: Date.now, wait: (ms) => scheduler.wait(ms) });
  const actorOf = (env: Env, subject: string): EmittingActor | undefined => {
    const identity = identityOfSubject(subject);
    const namespace = identity && parts.actors?.[identity.kind]?.(env);
    return namespace?.getByName(actorName(identity?.organisation ?? "", identity?.id ?? ""));
  };

  return class ServiceBase extends backupEntrypoint<Env>(parts) implements ServiceLife {
    constructor(context: ExecutionContext, env: Env) {
      super(context, env);
      handOver(new.target.prototype, WorkerEntrypoint.prototype);
    }

    override async fetch(received: Request): Promise<Response> {
      const request = await believed(received, this.env, parts.description.service, Date.now());
      const answer = () => marked(request, () => parts.app.fetch(request, { ...this.env, SELF: this }, this.ctx));
      const name = tracedBy(received.headers);
      return name ? traced(name, answer) : answer();
    }

    async describe(): Promise<ServiceDescription> {
      const projected = projections.flatMap((projection) => projection.handles);
      const handles = [...new Set([...(parts.description.handles ?? []), ...projected])].sort();
      const { BUILD_ID: build = "" } = this.env as { BUILD_ID?: string };
      return { ...parts.description, version, ...(build === "" ? {} : { build }), handles };
    }

    async health(): Promise<ServiceHealth> {
      const looks = [databaseLook(this.#d1), ...(parts.looks?.(this.env, Date.now()) ?? [])];
      return { degraded: await knowledge.degraded(looks) };
    }

    async contract(): Promise<ServiceContract> {
      contract ??= contractOf(parts.app);
      return contract;
    }

    async onEvents(events: StoredEvent[]): Promise<Result<{ applied: number }>> {
      return ok({ applied: await applyEvents(this.#d1, projections, events, Date.now()) });
    }

    async acknowledge(heads: readonly SubjectHead[]): Promise<void> {
      const ofActors = heads.flatMap((head) => {
        const actor = actorOf(this.env, head.subject);
        return actor ? [{ head, actor }] : [];
      });
      const own = heads.filter(({ subject }) => !ofActors.some(({ head }) => head.subject === subject));
      await Promise.all([acknowledgeOutbox(this.#d1, own), ...ofActors.map(({ head, actor }) => actor.acknowledge(head.sequence))]);
    }

    async emitted(subject: string, fromSequence: number): Promise<EventEnvelope[]> {
      const actor = actorOf(this.env, subject);
      return actor ? actor.emitted(fromSequence) : emittedFromOutbox(drizzle(parts.database(this.env)), subject, fromSequence);
    }

    async drainOutbox(): Promise<number> {
      return drainOutbox(drizzle(parts.database(this.env)), parts.queue(this.env), Date.now());
    }

    async schema(principal: Principal): Promise<Result<AppliedMigration[]>> {
      const allowed = authorize(principal, "database:read");
      if (!allowed.ok) return allowed;
      const { results } = await parts
        .database(this.env)
        .prepare("SELECT name, applied_at AS appliedAt FROM d1_migrations ORDER BY id")
        .all<{ name: string; appliedAt: string }>();
      return ok(results);
    }

    async actors(principal: Principal, query: ListActors): Promise<Result<Page<ActorSummary>>> {
      return this.#office.actors(principal, query);
    }

    async deadLetters(principal: Principal, query: ListActors): Promise<Result<Page<DeadLetter>>> {
      return this.#office.deadLetters(principal, query);
    }

    async inspectEffect(principal: Principal, effect: EffectReference): Promise<Result<EffectView>> {
      return this.#office.inspectEffect(principal, effect);
    }

    async editEffect(principal: Principal, effect: EffectEdit): Promise<Result<EffectView>> {
      return this.#office.editEffect(principal, effect);
    }

    async redriveEffect(principal: Principal, effect: EffectCommand): Promise<Result<EffectView>> {
      return this.#office.redriveEffect(principal, effect);
    }

    async discardEffect(principal: Principal, effect: EffectCommand): Promise<Result<EffectView>> {
      return this.#office.discardEffect(principal, effect);
    }

    async projectionRows(principal: Principal): Promise<Result<TableRows[]>> {
      const allowed = authorize(principal, "database:read");
      if (!allowed.ok) return allowed;
      return ok(await rowsOf(this.#d1, projections, allowed.value.organisation));
    }

    async rebuildBegin(principal: Principal, run: string): Promise<Result<{ position: number }>> {
      const allowed = authorize(principal, "database:admin");
      if (!allowed.ok) return allowed;
      return beginReplay(this.#d1, projections, allowed.value.organisation, run);
    }

    async rebuildApply(principal: Principal, slice: ReplaySlice): Promise<Result<{ position: number }>> {
      const allowed = authorize(principal, "database:admin");
      if (!allowed.ok) return allowed;
      const { organisation } = allowed.value;
      if (slice.events.some((event) => event.organisation !== organisation)) {
        return err("forbidden", "Only the events of your own organisation can be replayed.");
      }
      return applySlice(this.#d1, projections, organisation, slice);
    }

    async rebuildCompare(principal: Principal, run: string): Promise<Result<ProjectionVerification>> {
      const allowed = authorize(principal, "database:admin");
      if (!allowed.ok) return allowed;
      const { organisation } = allowed.value;
      if (!(await isOpen(this.#d1, organisation, run))) return overtaken();
      return ok(await compareShadows(this.#d1, projections, organisation));
    }

    async rebuildSwap(principal: Principal, run: string): Promise<Result<TableRows[]>> {
      const allowed = authorize(principal, "database:admin");
      if (!allowed.ok) return allowed;
      const { organisation } = allowed.value;
      return swapReplay(this.#d1, projections, { organisation, run, swap: crypto.randomUUID(), now: Date.now() });
    }

    async rebuildEnd(principal: Principal, run: string): Promise<Result<true>> {
      const allowed = authorize(principal, "database:admin");
      if (!allowed.ok) return allowed;
      await endReplay(this.#d1, projections, allowed.value.organisation, run);
      return ok(true);
    }

    async exportRows(principal: Principal, after?: RowsKey): Promise<Result<RowsPage>> {
      const allowed = authorizeOwner(principal, "database:admin");
      if (!allowed.ok) return allowed;
      return readRows(this.#d1, tenancy, allowed.value.organisation, after);
    }

    async bury(principal: Principal): Promise<Result<true>> {
      const allowed = authorizeOwner(principal, "database:admin");
      if (!allowed.ok) return allowed;
      return bury(this.#d1, tenancy, allowed.value.organisation, Date.now());
    }

    async eraseActors(
      principal: Principal,
      which: { ids: string[] } | { afterRow: number },
    ): Promise<Result<{ actors: number; next?: number }>> {
      const allowed = authorizeOwner(principal, "database:admin");
      if (!allowed.ok) return allowed;
      const { organisation } = allowed.value;
      const named = "ids" in which ? { ids: which.ids } : await idsInCommands(this.#d1, organisation, which.afterRow);
      const next = "last" in named ? named.last : undefined;
      let actors = 0;
      for (const kind of actorKinds) {
        const namespace = parts.actors?.[kind]?.(this.env);
        if (!namespace) continue;
        const ids = idsOfKind(kind, named.ids);
        for (const id of ids) await eraseActor(namespace, organisation, id);
        actors += ids.length;
      }
      return ok({ actors, ...(next === undefined ? {} : { next }) });
    }

    async erase(principal: Principal): Promise<Result<TableRows[]>> {
      const allowed = authorizeOwner(principal, "database:admin");
      if (!allowed.ok) return allowed;
      return eraseRows(this.#d1, tenancy, allowed.value.organisation);
    }

    get #office(): Office {
      return new Office({ database: this.#d1, namespaceOf: (kind) => parts.actors?.[kind]?.(this.env) });
    }

    get #d1(): D1Database {
      return parts.database(this.env);
    }
  };
}
