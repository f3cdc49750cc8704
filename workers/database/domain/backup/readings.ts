/**
 * In which order a backup reads. Each line is there because of the one before it:
 *
 * - How far deliveries are comes first: what a subscription counts as delivered then stands in every copy made later.
 * - The event store comes before those who write events: whatever it holds, they have. What they have beyond it, they tell again.
 * - A service's rows come before its actors: a projection never knows more than the actors, which tell it again.
 * - Who calls comes before who is called: an answer that a caller has noted is also there where it was given.
 */
import type { ServiceName } from "../../../../contracts/services/common.ts";
import type { BackupPart } from "../../../../contracts/services/backups.ts";

export type Reading = { of: "rows" | "actors"; service: ServiceName } | { of: "segments" | "events"; service: "event-bus" };

export const readings: readonly Reading[] = [
  { of: "actors", service: "event-bus" },
  { of: "rows", service: "event-bus" },
  { of: "segments", service: "event-bus" },
  { of: "events", service: "event-bus" },
  { of: "rows", service: "agent-teams" },
  { of: "actors", service: "agent-teams" },
  { of: "rows", service: "niche-analysis" },
  { of: "actors", service: "niche-analysis" },
  { of: "rows", service: "monetization" },
  { of: "rows", service: "marketing" },
  { of: "rows", service: "ai-models" },
  { of: "rows", service: "auth" },
  { of: "rows", service: "database" },
];

/** The store is written back last: as long as it is empty, nobody is told anything. */
export function groupOf({ of, service }: Reading): BackupPart["group"] {
  return service === "event-bus" && of !== "actors" ? "store" : "services";
}
