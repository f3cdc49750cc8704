/** Loads the sample workspace, then goes to its first niche if whoever clicked is still there. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { loadSample, type SampleStep } from "../../../../contracts/sample/loading.ts";
import { nicheQuery, nichesQuery } from "../queries.ts";
import { sampleTransport } from "./transport.ts";

export interface SampleLoading {
  /** Loads it, or goes on where an earlier loading stopped. */
  load: () => void;
  isPending: boolean;
  /** Why it stopped. */
  error: Error | null;
  /** Absent before the first. */
  step: SampleStep | undefined;
}

export function useSample(): SampleLoading {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [step, setStep] = useState<SampleStep>();
  const loading = useMutation({
    // One after the other: whoever left the page and clicks again waits for the first, and finds everything there.
    scope: { id: "sample" },
    mutationFn: () => loadSample(sampleTransport, setStep),
    onSettled: () => queries.invalidateQueries({ queryKey: nichesQuery.queryKey }),
  });
  const load = () =>
    loading.mutate(undefined, {
      onSuccess: (niches) => {
        for (const niche of niches) queries.setQueryData(nicheQuery(niche.id).queryKey, niche);
        const [first] = niches;
        if (first) void navigate({ to: "/niches/$nicheId", params: { nicheId: first.id } });
      },
    });
  return { load, isPending: loading.isPending, error: loading.error, step };
}
