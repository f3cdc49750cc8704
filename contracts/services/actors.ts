/** Actors as an operator of an organisation sees them: which there are, and which of their effects are out of attempts. */
import * as z from "zod";
import { actorKinds, type EffectView } from "../actor.ts";
import { pageQuerySchema, type Page } from "../page.ts";
import type { Principal } from "../principal.ts";
import { faultSchema, type Result } from "../result.ts";

/** Kinds that an organisation owns actors of. */
export const tenantActorKinds = actorKinds.filter((kind) => kind !== "event-subscription") as ["niche", "agent-team"];
export type TenantActorKind = (typeof tenantActorKinds)[number];

/** An actor in the directory: a read model of events, so it follows the actor with a short lag. */
export const actorSummarySchema = z.object({
  kind: z.enum(tenantActorKinds),
  id: z.string(),
  /** Of its latest event in the directory. */
  version: z.int().min(1),
  createdAt: z.iso.datetime(),
  lastEventAt: z.iso.datetime(),
  lastEventType: z.string(),
  /** Effects out of attempts, neither redriven nor discarded since. */
  deadLetters: z.int().min(0),
});
export type ActorSummary = z.infer<typeof actorSummarySchema>;

/** An effect out of attempts, as the directory lists it. */
export const deadLetterSchema = z.object({
  kind: z.enum(tenantActorKinds),
  actorId: z.string(),
  effectId: z.string(),
  effectType: z.string(),
  lane: z.string(),
  /** Why the last attempt failed. */
  fault: faultSchema,
  attempts: z.int().min(0),
  diedAt: z.iso.datetime(),
});
export type DeadLetter = z.infer<typeof deadLetterSchema>;

/** Query of `GET /api/v1/actors` and `GET /api/v1/dead-letters`. */
export const listActorsSchema = pageQuerySchema.extend({ kind: z.enum(tenantActorKinds) });
export type ListActors = z.input<typeof listActorsSchema>;

/** Which effect of which actor. */
export const effectReferenceSchema = z.object({
  kind: z.enum(tenantActorKinds),
  actorId: z.string().min(1).max(100),
  effectId: z.string().min(1).max(300),
});
export type EffectReference = z.infer<typeof effectReferenceSchema>;

export const effectCommandSchema = effectReferenceSchema.extend({ commandId: z.string().min(1).max(200) });
export type EffectCommand = z.infer<typeof effectCommandSchema>;

export interface EffectEdit extends EffectCommand {
  input: unknown;
  /** The version of the effect that is to be changed; `precondition_failed` when it is at another one. */
  expectedVersion?: number | undefined;
}

/** Body of `PUT /api/v1/actors/{kind}/{actorId}/effects/{effectId}/input`. */
export const effectInputSchema = z.object({ input: z.unknown() });

/**
 * What every service answers about the actors it owns, and the database service about all of them. A kind that the service does not own
 * has no actors there. Reading needs `database:read`, changing `database:admin`.
 */
export interface ActorOffice {
  /** In the order of their ids. */
  actors(principal: Principal, query: ListActors): Promise<Result<Page<ActorSummary>>>;
  /** Latest first. */
  deadLetters(principal: Principal, query: ListActors): Promise<Result<Page<DeadLetter>>>;
  /** An effect with its cause and attempts, from the actor itself. */
  inspectEffect(principal: Principal, effect: EffectReference): Promise<Result<EffectView>>;
  /** Gives a dead effect another input. `conflict` when it is not dead. */
  editEffect(principal: Principal, effect: EffectEdit): Promise<Result<EffectView>>;
  /** Tries a dead effect again under its id. */
  redriveEffect(principal: Principal, effect: EffectCommand): Promise<Result<EffectView>>;
  /** Gives a dead effect up for good. */
  discardEffect(principal: Principal, effect: EffectCommand): Promise<Result<EffectView>>;
}
