/** The table of runs. */
import { Link } from "@tanstack/react-router";
import type { RunSummary } from "../../../contracts/services/agent-teams.ts";
import { WorkBadge } from "../interface/badge.tsx";
import { duration, moment } from "../interface/formats.ts";
import { Table, type Column } from "../interface/table.tsx";

const columns: Column<RunSummary>[] = [
  {
    header: "Run",
    heads: true,
    cell: ({ id, startedAt }) => (
      <Link
        to="/runs/$runId"
        params={{ runId: id }}
        search={{}}
        className="whitespace-nowrap text-accent underline-offset-4 hover:underline"
      >
        {moment(startedAt)}
      </Link>
    ),
  },
  { header: "Team", cell: ({ teamName }) => teamName },
  { header: "Status", cell: ({ status }) => <WorkBadge status={status} words={{ waiting: "waits for approval" }} /> },
  { header: "Steps", kind: "number", cell: ({ progress }) => `${progress.done} of ${progress.total}` },
  {
    header: "Took",
    kind: "number",
    cell: ({ startedAt, finishedAt }) => (finishedAt === undefined ? "–" : duration(Date.parse(finishedAt) - Date.parse(startedAt))),
  },
  { header: "Remark", className: "text-muted", cell: ({ message }) => message ?? "" },
];

export function RunTable({ caption, runs }: { caption: string; runs: readonly RunSummary[] }) {
  return <Table caption={caption} columns={columns} rows={runs} keyOf={({ id }) => id} />;
}
