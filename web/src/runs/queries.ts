/** What the pages ask of the Agent Teams service. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { pageSchema } from "../../../contracts/page.ts";
import {
  runSchema,
  runSummarySchema,
  teamSchema,
  type DecisionInput,
  type RunInput,
  type TeamInput,
} from "../../../contracts/services/agent-teams.ts";
import { get, post } from "../api/client.ts";

const runPage = pageSchema(runSummarySchema);
const rereadMs = 2_500;

/** Runs, newest first; of one niche when it is given. Read again while one of them goes on. */
export const runsQuery = (nicheId?: string) =>
  infiniteQueryOptions({
    queryKey: ["runs", nicheId ?? "all"],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: "50" });
      if (nicheId !== undefined) query.set("nicheId", nicheId);
      if (pageParam !== "") query.set("cursor", pageParam);
      return get(`/api/v1/runs?${query}`, runPage, signal);
    },
    initialPageParam: "",
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => !isOver(status))) === true ? rereadMs : false,
  });

export const runQuery = (id: string) =>
  queryOptions({ queryKey: ["run", id], queryFn: ({ signal }) => get(`/api/v1/runs/${id}`, runSchema, signal) });

export const teamsQuery = queryOptions({
  queryKey: ["teams"],
  queryFn: async ({ signal }) => (await get("/api/v1/teams?limit=200", pageSchema(teamSchema), signal)).items,
});

export function createTeam(team: TeamInput) {
  return post("/api/v1/teams", teamSchema, team);
}

export function startRun(run: RunInput) {
  return post("/api/v1/runs", runSchema, run);
}

export function decide(runId: string, decision: DecisionInput) {
  return post(`/api/v1/runs/${runId}/decisions`, runSchema, decision);
}

export function resumeRun(runId: string) {
  return post(`/api/v1/runs/${runId}/resume`, runSchema);
}

export function cancelRun(runId: string) {
  return post(`/api/v1/runs/${runId}/cancel`, runSchema);
}

/** True when nothing happens to it any more without somebody asking. */
export function isOver(status: string): boolean {
  return status === "succeeded" || status === "failed" || status === "cancelled";
}
