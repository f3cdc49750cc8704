/**
 * Entity tags of things that have a version (RFC 9110, 8.8.3 and 13.1): `"v12"`, or `"v12-w3"` where something else with a version decides how
 * it is shown. Changing the thing needs its own version only.
 */
import { err, ok, type Result } from "../../contracts/result.ts";

/** The tag of `value`, undefined when it is nothing with an id and a version. */
export function entityTagOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("id" in value) || !("version" in value)) return undefined;
  return Number.isSafeInteger(value.version) ? `"v${String(value.version)}"` : undefined;
}

/**
 * The version that `If-Match` wants, undefined when any will do. A tag that is none of ours, weak ones among them, matches nothing:
 * `precondition_failed`. Of several tags only one can be the present one, and a list is refused too.
 */
export function expectedVersionOf(ifMatch: string | undefined): Result<number | undefined> {
  if (ifMatch === undefined || ifMatch.trim() === "*") return ok(undefined);
  const version = /^"v(\d{1,15})(?:-w\d{1,15})?"$/.exec(ifMatch.trim())?.[1];
  if (version !== undefined) return ok(Number(version));
  return err(
    "precondition_failed",
    "`If-Match` is no entity tag of ours. Send the `ETag` of the answer that you want to change, as it came.",
  );
}

/** The same where a change without it would overwrite what nobody has seen: without the header `precondition_required`; `*` wants any version. */
export function requiredVersionOf(ifMatch: string | undefined): Result<number | undefined> {
  if (ifMatch !== undefined) return expectedVersionOf(ifMatch);
  return err("precondition_required", "Send `If-Match` with the `ETag` that you saw, or with `*` to change it whatever it is now.");
}
