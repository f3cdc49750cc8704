/** A niche with real reviews in one click: what a newcomer would otherwise need a file of their own for. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "../interface/button.tsx";
import { Failure } from "../interface/notice.tsx";
import { createSample, nicheQuery } from "./queries.ts";

export function SampleButton() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const making = useMutation({
    mutationFn: createSample,
    onSuccess: (niche) => {
      queries.setQueryData(nicheQuery(niche.id).queryKey, niche);
      void navigate({ to: "/niches/$nicheId", params: { nicheId: niche.id } });
    },
  });
  return (
    <div className="mt-4 space-y-3">
      <Button pending={making.isPending} onClick={() => making.mutate()}>
        Try it with 1,000 real reviews
      </Button>
      {making.error !== null && <Failure error={making.error} onRetry={() => making.mutate()} />}
    </div>
  );
}
