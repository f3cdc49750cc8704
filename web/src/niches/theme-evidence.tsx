/** What people wrote on a theme: the telling quotes in their texts first, then every other text. */
import { useQuery } from "@tanstack/react-query";
import type { ThemeSummary } from "../../../contracts/services/niche-analysis.ts";
import { Loaded } from "../interface/notice.tsx";
import { EvidenceList } from "./evidence-list.tsx";
import { themesQuery } from "./queries.ts";

export function ThemeEvidence({ nicheId, theme }: { nicheId: string; theme: ThemeSummary }) {
  const query = useQuery(themesQuery(nicheId));
  const quoted = [...new Set(theme.quotes.map(({ evidenceId }) => evidenceId))];
  return (
    <Loaded query={query} what="the texts of the theme">
      {(themes) => {
        const all = themes.find(({ id }) => id === theme.id)?.evidenceIds ?? [];
        return <EvidenceList nicheId={nicheId} ids={[...quoted, ...all.filter((id) => !quoted.includes(id))]} quotes={theme.quotes} />;
      }}
    </Loaded>
  );
}
