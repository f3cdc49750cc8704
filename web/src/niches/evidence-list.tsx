/** Texts of the evidence by their ids, a batch at a time. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Quote } from "../../../contracts/services/niche-analysis.ts";
import { Empty } from "../interface/notice.tsx";
import { EvidencePages } from "./evidence-pages.tsx";
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
    <EvidencePages
      query={query}
      rowsOf={(rows) => rows}
      quotes={quotes}
      total={ids.length}
      none="These texts are not in the niche any more"
    />
  );
}
