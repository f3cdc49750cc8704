/** What a caller knows of any actor: commands in, results and numbered events out. */
import * as z from "zod";
import { principalSchema } from "./principal.ts";

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

/** A command's envelope. `id` is the idempotency key: the same id gets the same answer and nothing runs twice. */
export const commandEnvelopeSchema = z.object({
  id: z.string().min(1).max(200),
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
 * Frames of an actor's socket. A client connects with `?since=N`; it receives the missing events, then live ones, or a
 * snapshot first when it is too far behind.
 */
export type FeedFrame =
  | { frame: "snapshot"; version: number; state: unknown }
  | { frame: "event"; event: FeedEvent }
  | { frame: "ready"; version: number }
  | { frame: "pong" };
