/** The office of a service's actors: lists from its directory, and their effects, read and changed at the actors themselves. */
import { drizzle } from "drizzle-orm/d1";
import * as z from "zod";
import { actorName, type ActorKind, type CommandEnvelope, type EffectView } from "../../contracts/actor.ts";
import type { Page } from "../../contracts/page.ts";
import { authorize, type Principal } from "../../contracts/principal.ts";
import { err, faultSchema, ok, parse, type Result } from "../../contracts/result.ts";
import {
  effectCommandSchema,
  effectReferenceSchema,
  listActorsSchema,
  type ActorOffice,
  type ActorSummary,
  type DeadLetter,
  type EffectCommand,
  type EffectEdit,
  type EffectReference,
  type ListActors,
} from "../../contracts/services/actors.ts";
import { isActorId } from "./actor-ids.ts";
import { listActors, listDeadLetters, type Listing } from "./directory-lists.ts";

/** What the office asks of an actor; the kernel's base class has all of it. */
export interface OfficeActor {
  inspectEffect(principal: Principal, effectId: string): Promise<Result<EffectView>>;
  editEffect(envelope: CommandEnvelope, effectId: string, input: unknown, expected?: number): Promise<unknown>;
  redriveEffect(envelope: CommandEnvelope, effectId: string): Promise<unknown>;
  discardEffect(envelope: CommandEnvelope, effectId: string): Promise<unknown>;
}

export interface OfficeParts {
  database: D1Database;
  /** The service's own actors of a kind; undefined when it owns none. */
  namespaceOf(kind: ActorKind): { getByName(name: string): OfficeActor } | undefined;
}

const refusalSchema = z.object({ ok: z.literal(false), error: faultSchema });

export class Office implements ActorOffice {
  readonly #parts: OfficeParts;

  constructor(parts: OfficeParts) {
    this.#parts = parts;
  }

  async actors(principal: Principal, query: ListActors): Promise<Result<Page<ActorSummary>>> {
    const listing = listingOf(principal, query);
    if (!listing.ok) return listing;
    return this.#owns(listing.value) ? listActors(drizzle(this.#parts.database), listing.value) : ok({ items: [] });
  }

  async deadLetters(principal: Principal, query: ListActors): Promise<Result<Page<DeadLetter>>> {
    const listing = listingOf(principal, query);
    if (!listing.ok) return listing;
    return this.#owns(listing.value) ? listDeadLetters(drizzle(this.#parts.database), listing.value) : ok({ items: [] });
  }

  async inspectEffect(principal: Principal, effect: EffectReference): Promise<Result<EffectView>> {
    const allowed = authorize(principal, "database:read");
    if (!allowed.ok) return allowed;
    const parsed = parse(effectReferenceSchema, effect);
    if (!parsed.ok) return parsed;
    const actor = this.#actor(allowed.value, parsed.value);
    return actor.ok ? actor.value.inspectEffect(allowed.value, parsed.value.effectId) : actor;
  }

  async editEffect(principal: Principal, { input, expectedVersion, ...effect }: EffectEdit): Promise<Result<EffectView>> {
    return this.#change(principal, effect, (actor, envelope) => actor.editEffect(envelope, effect.effectId, input, expectedVersion));
  }

  async redriveEffect(principal: Principal, effect: EffectCommand): Promise<Result<EffectView>> {
    return this.#change(principal, effect, (actor, envelope) => actor.redriveEffect(envelope, effect.effectId));
  }

  async discardEffect(principal: Principal, effect: EffectCommand): Promise<Result<EffectView>> {
    return this.#change(principal, effect, (actor, envelope) => actor.discardEffect(envelope, effect.effectId));
  }

  /** Carries out `change` and answers what the effect is then. */
  async #change(
    principal: Principal,
    effect: EffectCommand,
    change: (actor: OfficeActor, envelope: CommandEnvelope) => Promise<unknown>,
  ): Promise<Result<EffectView>> {
    const allowed = authorize(principal, "database:admin");
    if (!allowed.ok) return allowed;
    const parsed = parse(effectCommandSchema, effect);
    if (!parsed.ok) return parsed;
    const actor = this.#actor(allowed.value, parsed.value);
    if (!actor.ok) return actor;
    const { commandId: id, actorId, effectId } = parsed.value;
    const { organisation } = allowed.value;
    // A receipt has a value of any shape, which the types of RPC do not carry; what matters here is whether it was refused.
    const refusal = refusalSchema.safeParse(await change(actor.value, { id, principal: allowed.value, organisation, actorId }));
    return refusal.success ? refusal.data : actor.value.inspectEffect(allowed.value, effectId);
  }

  #owns({ kind }: Pick<Listing, "kind">): boolean {
    return this.#parts.namespaceOf(kind) !== undefined;
  }

  #actor({ organisation }: Principal, { kind, actorId }: EffectReference): Result<OfficeActor> {
    const namespace = isActorId(kind, actorId) ? this.#parts.namespaceOf(kind) : undefined;
    return namespace ? ok(namespace.getByName(actorName(organisation, actorId))) : err("not_found", `There is no ${kind} ${actorId}.`);
  }
}

function listingOf(principal: Principal, query: ListActors): Result<Listing> {
  const allowed = authorize(principal, "database:read");
  if (!allowed.ok) return allowed;
  const parsed = parse(listActorsSchema, query);
  if (!parsed.ok) return parsed;
  const { kind, ...page } = parsed.value;
  return ok({ organisation: allowed.value.organisation, kind, page });
}
