/** All runs of the organisation, newest first. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Page } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { runsQuery } from "./queries.ts";
import { RunTable } from "./run-table.tsx";

export function RunsPage() {
  const query = useInfiniteQuery(runsQuery());
  return (
    <Page title="Runs" lead="What the teams did and do: every step with its reason, its evidence and who produced it.">
      <Loaded query={query} what="runs">
        {({ pages }) => {
          const runs = pages.flatMap(({ items }) => items);
          if (runs.length > 0) return <RunTable caption="Runs" runs={runs} />;
          return (
            <Empty title="No runs yet">
              <p>
                Open one of the{" "}
                <Link to="/niches" className="text-accent underline underline-offset-4">
                  niches
                </Link>{" "}
                and press “Start a team run”.
              </p>
            </Empty>
          );
        }}
      </Loaded>
      <ShowMore query={query} what="runs" />
    </Page>
  );
}
