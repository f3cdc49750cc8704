/**
 * Entity tags of things that have a version (RFC 9110, 8.8.3 and 13.1): `"v12"`, or `"v12-w3"` where something else decides how it is shown.
 * Changing the thing needs its own version only.
 */
import { createHash } from "node:crypto";
import { err, ok, type Result } from "../../contracts/result.ts";

/** The tag of `value`, undefined when it has no version: a whole number, called `revision` where a version is something else. */
export function entityTagOf(value: unknown): string | undefined {
  const version = versionIn(value);
  return version === undefined ? undefined : `"v${version}"`;
}

/** The same for a thing that shows what its version does not count, such as figures that change by themselves: another tag when they do. */
export function liveTagOf(value: unknown): string | undefined {
  const version = versionIn(value);
  return version === undefined
    ? undefined
    : `"v${version}-w${createHash("sha256").update(JSON.stringify(value)).digest().readUIntBE(0, 6)}"`;
}

function versionIn(value: unknown): number | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { version, revision } = value as Record<"version" | "revision", unknown>;
  return [revision, version].find((one) => typeof one === "number" && Number.isSafeInteger(one)) as number | undefined;
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

/**
 * The same where a change without it would overwrite what nobody has seen: without the header `precondition_required`; `*` wants any version.
 * `ifNoneMatch`, where a change can make the thing: `*` wants none to be there, which is version 0.
 */
export function requiredVersionOf(ifMatch: string | undefined, ifNoneMatch?: string): Result<number | undefined> {
  if (ifMatch !== undefined) return expectedVersionOf(ifMatch);
  if (ifNoneMatch?.trim() === "*") return ok(0);
  return err("precondition_required", "Send `If-Match` with the `ETag` that you saw, or with `*` to change it whatever it is now.");
}
