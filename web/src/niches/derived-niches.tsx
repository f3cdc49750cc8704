/** Narrower niches that were discovered in this one. */
import { useQuery } from "@tanstack/react-query";
import { Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { NicheTable } from "./niche-table.tsx";
import { childrenQuery } from "./queries.ts";

export function DerivedNiches({ nicheId }: { nicheId: string }) {
  const query = useQuery(childrenQuery(nicheId));
  return (
    <Section title="Niches within it" lead="Each is a group of themes with its own texts and its own score.">
      <Loaded query={query} what="the niches within">
        {({ items }) => <NicheTable caption="Niches within it" rows={items.map((niche) => ({ niche, depth: 0 }))} />}
      </Loaded>
    </Section>
  );
}
