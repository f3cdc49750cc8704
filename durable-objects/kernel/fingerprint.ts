/** A short name of what a caller asked for, so that the same command id with another request is noticed. */
import { createHash } from "node:crypto";

/** SHA-256 over the request as JSON with sorted keys, as 43 characters of base64url. Equal for equal requests whatever their key order. */
export function fingerprintOf(request: unknown): string {
  return createHash("sha256").update(canonical(request)).digest("base64url");
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? "undefined"
  );
}
