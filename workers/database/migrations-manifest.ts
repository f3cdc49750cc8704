/** The migrations that this build brings. Written by tools/migrations-manifest.ts; a test compares it with the folders. */
import type { ServiceName } from "../../contracts/services/common.ts";

export const migrationsManifest: Record<ServiceName, readonly string[]> = {
  auth: [
    "0001_accounts.sql",
    "0002_replays_and_tombstones.sql",
    "0003_members_and_audit.sql",
    "0004_mail.sql",
    "0005_second_factors.sql",
    "0006_devices.sql",
    "0007_demands_and_deletions.sql",
    "0008_versions.sql",
    "0009_service_keys.sql",
    "0010_origins.sql",
    "0011_refusals_and_sealed_mails.sql",
  ],
  "niche-analysis": ["0000_init.sql", "0001_replays_and_tombstones.sql", "0002_directory.sql", "0003_weights.sql"],
  monetization: ["0000_init.sql", "0001_replays_and_tombstones.sql"],
  marketing: ["0001_plans.sql", "0002_replays_and_tombstones.sql"],
  "agent-teams": ["0000_init.sql", "0001_replays_and_tombstones.sql", "0002_directory.sql"],
  "ai-models": [
    "0000_registry.sql",
    "0001_replays_and_tombstones.sql",
    "0002_labels.sql",
    "0004_monitor.sql",
    "0005_registry_life.sql",
    "0006_drained_nodes.sql",
  ],
  "event-bus": ["0001_event_store.sql", "0002_webhooks_and_archive.sql", "0003_replays_and_tombstones.sql"],
  database: ["0001_verifications.sql", "0002_replays_tombstones_work.sql", "0003_backups.sql"],
};
