/** One piece of long work: how far it is, and what came of it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Maintenance } from "../../../contracts/services/database.ts";
import { WorkBadge } from "../interface/badge.tsx";
import { duration, moment } from "../interface/formats.ts";
import { Failure } from "../interface/notice.tsx";
import { WorkProgress } from "../interface/progress.tsx";
import { MaintenanceOutcome } from "./maintenance-outcome.tsx";
import { isUnderWay, maintenanceQuery, projectionsQuery } from "./maintenance-queries.ts";

const titles: Record<Maintenance["kind"], string> = {
  verification: "Verification",
  rebuild: "Rebuild",
  export: "Export",
  erasure: "Erasure",
};

export function MaintenanceItem({ listed, open }: { listed: Maintenance; open: boolean }) {
  const follow = isUnderWay(listed);
  const query = useQuery({ ...maintenanceQuery(listed.id), initialData: listed, enabled: follow });
  const work = query.data;
  const underWay = isUnderWay(work);
  useTablesAfter(follow && !underWay);
  const title = work.kind === "rebuild" && work.result ? `Rebuild of ${work.result.service}` : titles[work.kind];
  return (
    <li className="rounded-xl border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h3 className="font-semibold">{title}</h3>
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
          <span>{moment(work.startedAt)}</span>
          {work.finishedAt !== undefined && <span>took {duration(Date.parse(work.finishedAt) - Date.parse(work.startedAt))}</span>}
          <WorkBadge status={work.status} />
        </p>
      </div>
      {underWay && (
        <div className="mt-3">
          <WorkProgress work={work} label={titles[work.kind]} />
        </div>
      )}
      {work.status === "failed" && work.message !== undefined && <p className="mt-2 text-sm text-bad">{work.message}</p>}
      {query.error !== null && <Failure error={query.error} onRetry={() => void query.refetch()} />}
      {(!underWay || isReadUnderWay(work)) && work.result !== undefined && (
        <details open={open} className="mt-2 text-sm">
          <summary className="w-fit text-accent underline-offset-4 hover:underline">What came of it</summary>
          <div className="mt-3">
            <MaintenanceOutcome work={work} />
          </div>
        </details>
      )}
    </li>
  );
}

/** Whoever erases everything can read the certificate as long as the work is under way: with it their account goes. */
function isReadUnderWay({ kind }: Maintenance): boolean {
  return kind === "erasure";
}

/** The tables are looked at again when work that was followed has ended. */
function useTablesAfter(ended: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (ended) void queries.invalidateQueries({ queryKey: projectionsQuery.queryKey });
  }, [ended, queries]);
}
