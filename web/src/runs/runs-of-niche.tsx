/** The runs on one niche. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { runsQuery } from "./queries.ts";
import { RunTable } from "./run-table.tsx";

export function RunsOfNiche({ nicheId }: { nicheId: string }) {
  const query = useInfiniteQuery(runsQuery(nicheId));
  return (
    <Section
      title="Team runs"
      lead="A run takes a niche to a price, a projection and a marketing plan, step by step, and asks before it goes public."
    >
      <Loaded query={query} what="the runs">
        {({ pages }) => {
          const runs = pages.flatMap(({ items }) => items);
          return runs.length === 0 ? <Empty title="No run on this niche yet" /> : <RunTable caption="Runs on this niche" runs={runs} />;
        }}
      </Loaded>
    </Section>
  );
}
