/** Where a figure that a result rests on came from, as the founder sees it. */
import type { Run } from "../../../contracts/services/agent-teams.ts";
import type { Assumption } from "../../../contracts/services/estimate.ts";

export type Origin = "stated by you" | "the method's default" | "an earlier step";

/**
 * The services call everything that a run hands them "stated"; what the founder stated is known by the run. Names that no run
 * asks for were computed by a step before.
 */
export function originOf(
  { name, origin }: Pick<Assumption, "name" | "origin">,
  { stated, assumptions }: Pick<Run, "stated" | "assumptions">,
): Origin {
  if (origin === "default") return "the method's default";
  if (name in assumptions) return stated.includes(name) ? "stated by you" : "the method's default";
  if (name in assumptions.projection) return stated.includes("projection") ? "stated by you" : "the method's default";
  return "an earlier step";
}
