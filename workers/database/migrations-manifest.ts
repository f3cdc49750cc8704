/** The migrations that this build brings. Written by tools/migrations-manifest.ts; a test compares it with the folders. */
import type { ServiceName } from "../../contracts/services/common.ts";

export const migrationsManifest: Record<ServiceName, readonly string[]> = {
  auth: ["0001_accounts.sql"],
  "niche-analysis": ["0000_init.sql"],
  monetization: ["0000_init.sql"],
  marketing: ["0001_plans.sql"],
  "agent-teams": ["0000_init.sql"],
  "ai-models": ["0000_registry.sql"],
  "event-bus": ["0001_event_store.sql"],
  database: ["0001_verifications.sql"],
};
