/** Whether a person has proved lately who they are, before what weighs much: a stolen session must not be enough for it. */
import { accessOfOperation, type OperationId } from "../../contracts/access.ts";
import type { Principal } from "../../contracts/principal.ts";
import { err, ok, type Err, type Result } from "../../contracts/result.ts";
import { sessionPolicy } from "../../contracts/services/sessions.ts";

/** Whether a proof of `at`, epoch milliseconds, still counts at `now`. */
export function isRecent(at: number, now: number): boolean {
  return now - at < sessionPolicy.recentMs;
}

export const unconfirmed: Err = err("confirmation_required", "You signed in a while ago. Confirm that it is you, then try again.");

/**
 * Succeeds when `principal` may do `operation` at `now` without proving first who they are: the operation wants no proof, nobody is there who could
 * give one (keys, services, the operator), or the person has proved it within ten minutes. Else `confirmation_required`. What is marked `confirmed` only in
 * some cases is asked about only in these.
 */
export function requireConfirmation(operation: OperationId, { kind, authenticatedAt }: Principal, now: number): Result<void> {
  const access = accessOfOperation[operation];
  if (access === undefined || access === "open" || access.confirmed === undefined || kind !== "user") return ok(undefined);
  return authenticatedAt !== undefined && isRecent(authenticatedAt, now) ? ok(undefined) : unconfirmed;
}
