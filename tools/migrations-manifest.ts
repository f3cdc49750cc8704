/**
 * Writes `workers/database/migrations-manifest.ts`: the migrations that this build brings, service by service. Run it after adding one:
 *
 *     node tools/migrations-manifest.ts
 */
import { readdirSync, writeFileSync } from "node:fs";
import { serviceNames } from "../contracts/services/common.ts";

const workers = new URL("../workers/", import.meta.url);

function migrationsOf(service: string): string[] {
  try {
    return readdirSync(new URL(`${service}/migrations/`, workers))
      .filter((name) => name.endsWith(".sql"))
      .toSorted();
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return [];
    throw cause;
  }
}

const entries = serviceNames.map(
  (service) => `  ${/^\w+$/.test(service) ? service : `"${service}"`}: ${JSON.stringify(migrationsOf(service)).replaceAll(",", ", ")},\n`,
);

writeFileSync(
  new URL("database/migrations-manifest.ts", workers),
  `/** The migrations that this build brings. Written by tools/migrations-manifest.ts; a test compares it with the folders. */
import type { ServiceName } from "../../contracts/services/common.ts";

export const migrationsManifest: Record<ServiceName, readonly string[]> = {
${entries.join("")}};
`,
);
