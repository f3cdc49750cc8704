/** Whether a key opens anything. */
import type { ApiKey } from "../../../../contracts/services/auth.ts";

export function isValid({ revokedAt, expiresAt }: Pick<ApiKey, "revokedAt" | "expiresAt">, now: number): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > now);
}
