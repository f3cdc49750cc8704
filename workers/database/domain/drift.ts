/** What a database's migrations are, seen from this build. Pure. */
import type { AppliedMigration, ServiceName } from "../../../contracts/services/common.ts";
import type { ServiceSchema } from "../../../contracts/services/database.ts";

/**
 * Compares the migrations that this build brings (`known`) with those that the database has, in the order of their names.
 * Either difference is drift: a pending one waits to be applied, an unknown one was applied by another build.
 */
export function schemaOfService(service: ServiceName, known: readonly string[], applied: readonly AppliedMigration[]): ServiceSchema {
  const appliedAt = new Map(applied.map((migration) => [migration.name, migration.appliedAt]));
  const names = [...new Set([...known, ...appliedAt.keys()])].toSorted();
  const migrations = names.map((name): ServiceSchema["migrations"][number] => {
    const at = appliedAt.get(name);
    if (at === undefined) return { name, state: "pending" };
    return { name, state: known.includes(name) ? "applied" : "unknown", appliedAt: at };
  });
  return { service, reachable: true, drift: migrations.some(({ state }) => state !== "applied"), migrations };
}

/** The answer for a service that could not be asked. Nobody knows whether it drifts, so nothing is claimed. */
export function unreachableSchema(service: ServiceName): ServiceSchema {
  return { service, reachable: false, drift: false, migrations: [] };
}
