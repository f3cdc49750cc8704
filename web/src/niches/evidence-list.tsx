/** Texts of the evidence by their ids, a batch at a time. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Quote } from "../../../contracts/services/niche-analysis.ts";
import { Button } from "../interface/button.tsx";
import { count } from "../interface/formats.ts";
import { Empty, Loaded } from "../interface/notice.tsx";
import { EvidenceText } from "./evidence-text.tsx";
import { evidenceQuery } from "./queries.ts";

interface EvidenceListProps {
  nicheId: string;
  ids: readonly string[];
  quotes?: readonly Quote[];
}

export function EvidenceList({ nicheId, ids, quotes = [] }: EvidenceListProps) {
  const query = useInfiniteQuery(evidenceQuery(nicheId, ids));
  if (ids.length === 0) return <Empty title="No text of the evidence stands behind this" />;
  return (
    <Loaded query={query} what="the evidence">
      {({ pages }) => {
        const rows = pages.flat();
        return (
          <div className="space-y-3">
            {rows.length === 0 && <Empty title="These texts are not in the niche any more" />}
            {rows.map((row) => (
              <EvidenceText key={row.id} row={row} quotes={quotes} />
            ))}
            {query.hasNextPage && (
              <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show more ({count(rows.length)} of {count(ids.length)})
              </Button>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
