/** Starts a run on a niche. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Loaded } from "../interface/notice.tsx";
import { Page } from "../interface/page.tsx";
import { nicheQuery } from "../niches/queries.ts";
import { usePermission } from "../session/permission.ts";
import { writeRuns } from "./demands.ts";
import { teamsQuery } from "./queries.ts";
import { StartRunForm } from "./start-run-form.tsx";

const route = getRouteApi("/inside/niches/$nicheId/run");

export function StartRunPage() {
  const { nicheId } = route.useParams();
  const niche = useQuery(nicheQuery(nicheId));
  const teams = useQuery(teamsQuery);
  const permission = usePermission(writeRuns, "start a team run");
  return (
    <Page
      title="Start a team run"
      lead={
        <>
          Research, solution, price, projection, marketing plan and a critical look at all of it, on{" "}
          <Link to="/niches/$nicheId" params={{ nicheId }} className="text-accent underline underline-offset-4">
            {niche.data?.name ?? "this niche"}
          </Link>
          .
        </>
      }
    >
      <Loaded query={niche} what="the niche">
        {() => (
          <Loaded query={teams} what="the teams">
            {(known) =>
              permission.allowed ? (
                <StartRunForm nicheId={nicheId} teams={known} />
              ) : (
                <p className="text-sm text-muted">{permission.reason}</p>
              )
            }
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
