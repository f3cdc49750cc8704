/**
 * Lines of the log that actors write: one JSON object each, as those of services (`workers/kit/log.ts`), with the actor that it is about. An actor is not
 * told which request it works for: its lines name the command instead, and the effect.
 */
import { subjectOf, type ActorIdentity } from "../../contracts/actor.ts";

/** `fields`: `commandId`, `effectId` and whatever else tells it from others; no text of evidence. `cause`: what was thrown. */
export type Tell = (level: "error" | "warn", message: string, fields?: Readonly<Record<string, unknown>> & { cause?: unknown }) => void;

/** Lines about the actor of a kernel, which is not known before its first commit. */
export function tellerOf(identity: () => ActorIdentity | undefined): Tell {
  return (level, message, fields) => {
    const known = identity();
    tell(known && subjectOf(known), level, message, fields);
  };
}

/** A line about `actor`: its kind and name, `webhook-endpoint/org_1/whk_1`. */
export function tell(actor: string | undefined, ...[level, message, { cause, ...fields } = {}]: Parameters<Tell>): void {
  const broken = cause === undefined ? {} : { cause: String(cause), stack: cause instanceof Error ? cause.stack : undefined };
  console[level](JSON.stringify({ level, actor, message, ...fields, ...broken }));
}
