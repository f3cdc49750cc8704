/** A run, kept up to date while it is looked at. */
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import type { FeedStatus } from "../api/feed.ts";
import { pollingMs, useLive } from "../api/live.ts";
import { isFinal } from "../api/problem.ts";
import { runQuery } from "./queries.ts";
import { feedRun } from "./run-feed.ts";

export function useRun(id: string): { query: UseQueryResult<Run>; feed: FeedStatus } {
  const queries = useQueryClient();
  const [polling, setPolling] = useState(false);
  const options = runQuery(id);
  const query = useQuery({ ...options, refetchInterval: polling ? pollingMs : false });
  const reread = () => void queries.invalidateQueries({ queryKey: options.queryKey });
  const feed = useLive({
    path: query.data === undefined || isFinal(query.error) ? undefined : `/api/v1/runs/${id}/feed`,
    since: query.data?.version ?? 0,
    onEvent: (event) => {
      const known = queries.getQueryData(options.queryKey);
      if (!known) return;
      const fed = feedRun(known, event);
      queries.setQueryData(options.queryKey, fed.run);
      if (fed.reread) reread();
    },
    onGap: reread,
  });
  const poll = feed === "lost" && !isFinal(query.error);
  if (polling !== poll) setPolling(poll);
  return { query, feed };
}
