/** A niche, kept up to date while it is looked at. */
import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import type { FeedStatus } from "../api/feed.ts";
import { pollingMs, useLive } from "../api/live.ts";
import { isFinal } from "../api/problem.ts";
import { feedNiche } from "./niche-feed.ts";
import { nicheQuery } from "./queries.ts";

export function useNiche(id: string): { query: UseQueryResult<NicheDetail>; feed: FeedStatus } {
  const queries = useQueryClient();
  const [polling, setPolling] = useState(false);
  const options = nicheQuery(id);
  const query = useQuery({ ...options, refetchInterval: polling ? pollingMs : false });
  const reread = () => void queries.invalidateQueries({ queryKey: options.queryKey });
  const feed = useLive({
    path: query.data === undefined || isFinal(query.error) ? undefined : `/api/v1/niches/${id}/feed`,
    since: query.data?.version ?? 0,
    onEvent: (event) => {
      const known = queries.getQueryData(options.queryKey);
      if (!known) return;
      const fed = feedNiche(known, event);
      queries.setQueryData(options.queryKey, fed.niche);
      if (fed.reread) reread();
    },
    onGap: reread,
  });
  const poll = feed === "lost" && !isFinal(query.error);
  if (polling !== poll) setPolling(poll);
  return { query, feed };
}
