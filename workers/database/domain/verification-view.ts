/** A verification as its own routes answer it. Pure. */
import type { Maintenance, Verification } from "../../../contracts/services/database.ts";

/** The one verification that `maintenance` is, or nothing when it is other work. */
export function viewVerification(maintenance: Maintenance): Verification[] {
  if (maintenance.kind !== "verification") return [];
  const { kind: _, result, ...running } = maintenance;
  return [{ ...running, ...(result ? { head: result.head } : {}), services: result?.services ?? [] }];
}
