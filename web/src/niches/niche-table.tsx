/** The table of niches. */
import { Link } from "@tanstack/react-router";
import { WorkBadge } from "../interface/badge.tsx";
import { count } from "../interface/formats.ts";
import { Table, type Column } from "../interface/table.tsx";
import { Band } from "./band.tsx";
import { isUnderWay, type NicheRow } from "./niche-tree.ts";
import { ScoreInterval } from "./score-interval.tsx";

interface NicheTableProps {
  caption: string;
  rows: readonly NicheRow[];
  /** Left out: nothing can be chosen. */
  chosen?: ReadonlySet<string>;
  onChoose?: (id: string, chosen: boolean) => void;
}

export function NicheTable({ caption, rows, chosen, onChoose }: NicheTableProps) {
  const choosing: Column<NicheRow>[] =
    chosen && onChoose
      ? [
          {
            header: <span className="sr-only">Compare</span>,
            cell: ({ niche }) => (
              <input
                type="checkbox"
                aria-label={`Compare ${niche.name}`}
                checked={chosen.has(niche.id)}
                disabled={niche.opportunity === undefined}
                title={niche.opportunity === undefined ? "Only scored niches can be compared" : undefined}
                onChange={(event) => onChoose(niche.id, event.target.checked)}
                className="size-5 accent-accent"
              />
            ),
          },
        ]
      : [];
  return <Table caption={caption} columns={[...choosing, ...columns]} rows={rows} keyOf={({ niche }) => niche.id} />;
}

const indents = ["", "pl-5", "pl-10", "pl-15"];

const columns: Column<NicheRow>[] = [
  {
    header: "Niche",
    heads: true,
    className: "min-w-40",
    cell: ({ niche, depth }) => (
      <span className={`flex gap-2 ${indents[depth] ?? "pl-20"}`}>
        {depth > 0 && (
          <span aria-label="within the niche above" role="img" className="text-muted">
            ↳
          </span>
        )}
        <span>
          <Link to="/niches/$nicheId" params={{ nicheId: niche.id }} className="text-accent underline-offset-4 hover:underline">
            {niche.name}
          </Link>
          {niche.topThemes.length > 0 && <span className="mt-0.5 block text-xs font-normal text-muted">{niche.topThemes.join(" · ")}</span>}
        </span>
      </span>
    ),
  },
  {
    header: "Opportunity, 0 to 1",
    className: "min-w-44",
    cell: ({ niche }) =>
      niche.opportunity ? (
        <ScoreInterval
          value={niche.opportunity.score}
          low={niche.opportunity.low}
          high={niche.opportunity.high}
          what={`Opportunity of ${niche.name}`}
        />
      ) : (
        <span className="text-muted">not scored yet</span>
      ),
  },
  {
    header: "Assessment",
    cell: ({ niche }) =>
      niche.opportunity ? (
        <Band band={niche.opportunity.band} standing={niche.opportunity.standing} />
      ) : (
        <span className="text-muted">–</span>
      ),
  },
  { header: "Texts", kind: "number", cell: ({ niche }) => count(niche.evidenceCount) },
  { header: "Themes", kind: "number", cell: ({ niche }) => count(niche.themeCount) },
  {
    header: "Status",
    className: "min-w-32",
    cell: ({ niche }) => (
      <>
        <NicheStatus niche={niche} />
        {isUnderWay(niche) && niche.work.progress.total > 0 && (
          <progress
            aria-label={`Progress of ${niche.name}`}
            value={niche.work.progress.done}
            max={niche.work.progress.total}
            className="mt-1"
          />
        )}
      </>
    ),
  },
];

export function NicheStatus({ niche }: { niche: Pick<NicheRow["niche"], "work" | "evidenceCount"> }) {
  return (
    <WorkBadge
      status={niche.work.status}
      words={{ waiting: niche.evidenceCount === 0 ? "needs evidence" : "not analysed", running: "analysing", succeeded: "analysed" }}
    />
  );
}
