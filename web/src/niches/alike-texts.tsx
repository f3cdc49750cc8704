/** Texts that may say the same in other words, two by two: a person says whether they count as one. */
import { useMutation, useQuery, useQueryClient, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Alike, NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { Button } from "../interface/button.tsx";
import { count, plural, score } from "../interface/formats.ts";
import { Failure, Loading } from "../interface/notice.tsx";
import { usePermission } from "../session/permission.ts";
import { openPairs } from "./alike-pairs.ts";
import { writeNiches } from "./demands.ts";
import { evidenceQuery } from "./queries.ts";
import { changesQuery, changeThemes } from "./theme-changes/queries.ts";

/** Pairs shown at a time; each has two texts to read. */
const shownAtOnce = 5;

/** Nothing where there is nothing to decide, or nobody who may. */
export function AlikeTexts({ niche, alike }: { niche: NicheDetail; alike: Alike }) {
  const changes = useQuery(changesQuery(niche.id, niche.version));
  const [open, setOpen] = useState(false);
  const mayDecide = usePermission(writeNiches, "decide it").allowed;
  const pairs = openPairs(alike, changes.data ?? []);
  if (!mayDecide || pairs.length === 0) return null;
  return (
    <details className="on-screen rounded-xl border border-line bg-surface p-4" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="font-semibold">Texts that may say the same ({count(pairs.length)} to decide)</summary>
      <p className="mt-2 max-w-prose text-sm text-muted">
        Pairs whose embeddings point the same way (cosine {alike.threshold} and more): {plural(alike.found, "pair")} among{" "}
        {plural(alike.texts, "text")}
        {alike.found > alike.pairs.length && `, of which the ${alike.pairs.length} most alike are suggested`}. Until you decide, both count.
        Counted as one, the later text stays in the theme of the earlier one and gives it no words, needs or quotes.
      </p>
      {open && (
        <ul className="mt-3 space-y-3">
          {pairs.slice(0, shownAtOnce).map((pair) => (
            <PairItem key={pair.evidenceIds.join()} niche={niche} pair={pair} />
          ))}
        </ul>
      )}
    </details>
  );
}

function PairItem({ niche, pair: { evidenceIds, similarity } }: { niche: NicheDetail; pair: Alike["pairs"][number] }) {
  const queries = useQueryClient();
  const texts = useInfiniteQuery(evidenceQuery(niche.id, evidenceIds));
  const deciding = useMutation({
    mutationFn: (kind: "same" | "distinct") => changeThemes(niche.id, { kind, evidenceIds }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["niche", niche.id] }),
  });
  if (texts.error !== null) return <Failure error={texts.error} onRetry={() => void texts.refetch()} />;
  if (texts.data === undefined) return <Loading what="the two texts" />;
  const shown = texts.data.pages.flat();
  return (
    <li className="rounded-lg border border-line p-3">
      <div className="grid gap-3 sm:grid-cols-2">
        {shown.map(({ id, text, date }) => (
          <blockquote key={id} className="max-h-40 overflow-y-auto text-sm wrap-anywhere" tabIndex={0} aria-label={`Text ${id}`}>
            {text}
            <footer className="mt-1 text-xs text-muted">
              {date?.slice(0, 10) ?? "no date"} · {id}
            </footer>
          </blockquote>
        ))}
      </div>
      <p className="mt-2 flex flex-wrap items-center gap-2 text-sm">
        <span className="text-muted tabular-nums">similarity {score(similarity)}</span>
        <Button
          pending={deciding.isPending && deciding.variables === "same"}
          disabled={deciding.isPending}
          onClick={() => deciding.mutate("same")}
        >
          Count as one
        </Button>
        <Button
          look="quiet"
          pending={deciding.isPending && deciding.variables === "distinct"}
          disabled={deciding.isPending}
          onClick={() => deciding.mutate("distinct")}
        >
          Keep apart
        </Button>
      </p>
      {deciding.error !== null && <Failure error={deciding.error} />}
    </li>
  );
}
