/** Texts of the evidence that have come so far, with a button for more. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { Evidence, Quote } from "../../../contracts/services/niche-analysis.ts";
import { Button } from "../interface/button.tsx";
import { count } from "../interface/formats.ts";
import { Empty, Loaded } from "../interface/notice.tsx";
import { EvidenceText } from "./evidence-text.tsx";

interface EvidencePagesProps<TPage> {
  query: UseInfiniteQueryResult<InfiniteData<TPage>>;
  rowsOf: (page: TPage) => readonly Evidence[];
  quotes?: readonly Quote[];
  /** How many there are, where that is known. */
  total?: number;
  /** Said where there is none. */
  none: string;
}

export function EvidencePages<TPage>({ query, rowsOf, quotes = [], total, none }: EvidencePagesProps<TPage>) {
  return (
    <Loaded query={query} what="the evidence">
      {({ pages }) => {
        const rows = pages.flatMap((page) => rowsOf(page));
        return (
          <div className="space-y-3">
            {rows.length === 0 && <Empty title={none} />}
            {rows.map((row) => (
              <EvidenceText key={row.id} row={row} quotes={quotes} />
            ))}
            {query.hasNextPage && (
              <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                Show more ({count(rows.length)}
                {total === undefined ? " so far" : ` of ${count(total)}`})
              </Button>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}
