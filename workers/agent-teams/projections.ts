/** Run events → rows of `runs`. */
import { identityOfSubject } from "../../contracts/actor.ts";
import type { StoredEvent } from "../../contracts/events/index.ts";
import { agentTeamEvents, runStartedSchema } from "../../contracts/events/agent-teams.ts";
import * as z from "zod";
import { directoryOf } from "../kit/directory.ts";
import type { ProjectedRow, Projection } from "../kit/projections.ts";

const reasonSchema = z.object({ reason: z.string() });
const stepSchema = z.object({ step: z.string() });

/** Which runs there are as actors, and their dead letters. Teams are no actors. */
export const directory = directoryOf(
  "agent-team",
  Object.keys(agentTeamEvents).filter((type) => type !== "team.created"),
);

export const runsProjection: Projection = {
  table: "runs",
  key: ["organisation", "id"],
  handles: [
    "run.started",
    "step.started",
    "step.completed",
    "approval.requested",
    "run.resumed",
    "run.completed",
    "run.failed",
    "run.cancelled",
  ],
  keyOf: (event) => ({ organisation: event.organisation, id: identityOfSubject(event.subject)?.id ?? "" }),
  apply(row, event) {
    if (event.type === "run.started") return startedRow(event);
    return row && { ...row, ...change(row, event) };
  },
};

function startedRow(event: StoredEvent): ProjectedRow {
  const { runId, nicheId, team } = runStartedSchema.parse(event.data);
  return {
    organisation: event.organisation,
    id: runId,
    team_id: team.id,
    team_name: team.name,
    niche_id: nicheId,
    status: "running",
    steps_done: 0,
    message: null,
    started_at: event.time,
    finished_at: null,
  };
}

function change(row: ProjectedRow, event: StoredEvent): ProjectedRow {
  switch (event.type) {
    case "step.started":
    case "run.resumed":
      return { status: "running", message: null, finished_at: null };
    case "step.completed":
      return { steps_done: Number(row["steps_done"]) + 1 };
    case "approval.requested":
      return { status: "waiting", message: `The ${stepSchema.parse(event.data).step} step waits for an approval.` };
    case "run.completed":
      return { status: "succeeded", message: null, finished_at: event.time };
    case "run.failed":
      return { status: "failed", message: reasonSchema.parse(event.data).reason, finished_at: event.time };
    case "run.cancelled":
      return { status: "cancelled", message: null, finished_at: event.time };
    default:
      return {};
  }
}
