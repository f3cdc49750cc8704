/** What a caller knows of any actor: commands in, results and numbered events out. */
import * as z from "zod";
import { principalSchema } from "./principal.ts";
import { faultSchema } from "./result.ts";

export interface ActorIdentity {
  kind: ActorKind;
  organisation: string;
  id: string;
}

export const actorKinds = ["niche", "agent-team", "event-subscription"] as const;
export type ActorKind = (typeof actorKinds)[number];

/** The name of an actor within its namespace. One tenant cannot name another's. */
export function actorName(organisation: string, id: string): string {
  return `${organisation}/${id}`;
}

/** The `subject` of an actor's events: `kind/organisation/id`. */
export function subjectOf({ kind, organisation, id }: ActorIdentity): string {
  return `${kind}/${organisation}/${id}`;
}

export function identityOfSubject(subject: string): ActorIdentity | undefined {
  const [kind, organisation, id] = subject.split("/");
  const known = actorKinds.find((name) => name === kind);
  return known && organisation && id ? { kind: known, organisation, id } : undefined;
}

/** Characters of a command's id. */
export const maxCommandId = 200;

/** A command's envelope. `id` is the idempotency key: the same id gets the same answer and nothing runs twice. */
export const commandEnvelopeSchema = z.object({
  id: z.string().min(1).max(maxCommandId),
  principal: principalSchema,
  organisation: z.string(),
  actorId: z.string(),
  /** Refused as a conflict when the actor is at another version. */
  expectedVersion: z.int().min(0).optional(),
  /** Epoch milliseconds after which the command is refused. */
  deadline: z.number().optional(),
});
export type CommandEnvelope = z.infer<typeof commandEnvelopeSchema>;

/** What a command leaves behind. */
export interface Receipt<Value = unknown> {
  /** Version of the actor after the command. */
  version: number;
  value: Value;
  /** True when this answer was recorded by an earlier delivery of the same command. */
  replayed: boolean;
}

/** One stored event as a feed shows it. */
export interface FeedEvent {
  sequence: number;
  type: string;
  time: number;
  data: unknown;
}

/**
 * Frames of an actor's socket, and data of the server-sent events of the same feed. A client connects with `?since=N` (or, over
 * SSE, `Last-Event-ID`); it receives the missing events, then live ones, or a snapshot first when it is too far behind. A snapshot
 * that does not fit a frame has `state: null` and `oversize: true`: read the resource itself.
 */
export type FeedFrame =
  | { frame: "snapshot"; version: number; state: unknown; oversize?: true }
  | { frame: "event"; event: FeedEvent }
  | { frame: "ready"; version: number }
  | { frame: "pong" };

/**
 * What a client of the socket sends: "I have everything up to `ack`", at least every few hundred events. Besides this only the text
 * `ping`, which is answered with a `pong` frame.
 */
export const feedMessageSchema = z.object({ ack: z.int().min(0) });

/** Close codes of the feed besides the standard ones. After each of them but `revoked` a client may connect again with `?since=N`. */
export const feedCloseCodes = {
  /** The client sent something that is not a `feedMessageSchema`. */
  malformed: 4400,
  /** The session or key that opened it is over: signed out, expired, revoked, or its person has left the organisation. */
  revoked: 4403,
  /** More events are unacknowledged than the feed keeps for one client. */
  tooSlow: 4408,
  /** What the session or key may do has changed since: connect again, and it is decided anew. */
  changed: 4409,
} as const;

export const effectStatuses = ["pending", "running", "done", "dead", "cancelled", "discarded"] as const;
export type EffectStatus = (typeof effectStatuses)[number];

/** One failed attempt at an effect. */
export const effectAttemptSchema = z.object({
  /** From 1, over all redrives. */
  number: z.int().min(1),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  endedAt: z.number(),
  fault: faultSchema,
});
export type EffectAttempt = z.infer<typeof effectAttemptSchema>;

/** An effect of an actor with all that led to it: command → events of its turn → effect → attempts. */
export const effectViewSchema = z.object({
  /** Also its idempotency key at the callee; a redrive keeps it. */
  id: z.string(),
  /** Another one after every new input and every redrive. */
  version: z.int().min(1),
  type: z.string(),
  lane: z.string(),
  status: z.enum(effectStatuses),
  /** JSON text; `null` once it is done. */
  input: z.string(),
  /** The command that asked for it. `effect:<id>:done` names an earlier effect of the same actor, `timer:<name>:<time>` a timer. */
  commandId: z.string(),
  /** The events of that command's turn; absent when it wrote none. */
  sequences: z.object({ first: z.int(), last: z.int() }).optional(),
  /** Who asked. */
  principal: z.object({ kind: z.string(), id: z.string() }),
  /** Epoch milliseconds. */
  requestedAt: z.number(),
  deadline: z.number().optional(),
  redrives: z.int().min(0),
  /** The latest fault; every attempt has its own. */
  fault: faultSchema.optional(),
  /** The failed ones, oldest first, at most the latest 50. */
  attempts: z.array(effectAttemptSchema),
});
export type EffectView = z.infer<typeof effectViewSchema>;
