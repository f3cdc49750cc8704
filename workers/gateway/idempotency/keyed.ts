/** Which requests are carried out once, and how they are told apart. */
import type { Afterwards } from "../../../durable-objects/idempotency/actor.ts";
import type { Principal } from "../../../contracts/principal.ts";
import type { ServiceName } from "../../../contracts/services/common.ts";
import { err, ok, type Result } from "../../../contracts/result.ts";
import type { Route } from "../routes.ts";

export const idempotencyHeader = "idempotency-key";
const longest = 200;
const unsafe = new Set(["POST", "PUT", "PATCH", "DELETE"]);

/**
 * The key that counts at the door, undefined where none does: reads, what comes before a credential, and files, which are too large to be
 * compared here and whose service compares them. `invalid_input` for a key that is empty, too long, or holds anything but printable ASCII.
 */
export function keyOf(method: string, headers: Headers, route: Pick<Route, "open" | "upload" | "secret">): Result<string | undefined> {
  const key = headers.get(idempotencyHeader);
  if (key === null || !unsafe.has(method) || route.open || route.upload || route.secret === "answers itself") return ok(undefined);
  if (key.length <= longest && /^[\x20-\x7e]+$/.test(key)) return ok(key);
  const message = `must have 1 to ${longest} printable ASCII characters`;
  return err("invalid_input", `\`Idempotency-Key\` ${message}.`, { fields: [{ path: "idempotency-key", message }] });
}

/** The request's id within its organisation. Another person's request is another one: an answer is shown to whoever got it. */
export function idOf({ kind, id }: Pick<Principal, "kind" | "id">, method: string, path: string, key: string): string {
  return `${kind}/${id} ${method} ${path} ${key}`;
}

/** Services that record their commands by the idempotency key, and answer a repetition as they answered the first. */
const recording: ReadonlySet<ServiceName> = new Set<ServiceName>(["niche-analysis", "monetization", "marketing", "agent-teams"]);

/** What a repetition does when nobody knows how the first ended: texts to a model, too, can be sent again without harm. */
export function afterwardsOf({ service, secret, faults }: Pick<Route, "service" | "secret" | "faults">): Afterwards {
  return recording.has(service) || secret === "answers itself" || faults === "openai" ? "afresh" : "unknown";
}
