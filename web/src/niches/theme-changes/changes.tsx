/** The changes that people made to the themes of a niche, each with what has become of it and a way back. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { NicheDetail } from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { Button } from "../../interface/button.tsx";
import { Failure } from "../../interface/notice.tsx";
import { usePermission } from "../../session/permission.ts";
import { writeNiches } from "../demands.ts";
import { nicheQuery } from "../queries.ts";
import { changeWords, statusWords } from "./change-words.ts";
import { changesQuery, takeBack } from "./queries.ts";

/** Nothing where there are none. */
export function ThemeChanges({ niche }: { niche: NicheDetail }) {
  const queries = useQueryClient();
  const mayChange = usePermission(writeNiches, "take changes back").allowed;
  const changes = useQuery(changesQuery(niche.id, niche.version));
  const takingBack = useMutation({
    mutationFn: (id: string) => takeBack(niche.id, id),
    onSuccess: (changed) => queries.setQueryData(nicheQuery(niche.id).queryKey, changed),
  });
  if (changes.error !== null) return <Failure error={changes.error} onRetry={() => void changes.refetch()} />;
  if (changes.data === undefined || changes.data.length === 0) return null;
  const nameOf = (themeId: string) => niche.themes.find(({ id }) => id === themeId)?.label;
  return (
    <section aria-label="Your changes of the themes" className="rounded-xl border border-line bg-surface p-4">
      <h3 className="font-semibold">Your changes</h3>
      <ul className="mt-2 divide-y divide-line">
        {changes.data.map((change) => {
          const words = changeWords(change, nameOf);
          return (
            <li key={change.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2 text-sm">
              <span className="min-w-0 wrap-anywhere">{words}</span>
              <span className="flex items-center gap-2">
                {change.status !== "applied" && <Badge tone="warn">{statusWords[change.status]}</Badge>}
                {mayChange && (
                  <Button
                    look="quiet"
                    aria-label={`Take back: ${words}`}
                    pending={takingBack.isPending && takingBack.variables === change.id}
                    onClick={() => takingBack.mutate(change.id)}
                  >
                    Take back
                  </Button>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {takingBack.error !== null && <Failure error={takingBack.error} />}
    </section>
  );
}
