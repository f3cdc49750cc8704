/** What a result rests on: every figure with its range, and whether evidence or an assumption stands behind it. */
import { Link } from "@tanstack/react-router";
import { formatMoney, type Currency } from "../../../contracts/money.ts";
import type { Run } from "../../../contracts/services/agent-teams.ts";
import type { Assumption } from "../../../contracts/services/estimate.ts";
import { Badge } from "../interface/badge.tsx";
import { figure, range, title } from "../interface/formats.ts";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { EvidenceButton } from "../niches/evidence-button.tsx";
import { originOf } from "./origin.ts";

interface AssumptionsProps {
  assumptions: readonly Assumption[];
  /** Of the figures that are money. */
  currency: Currency;
  run: Run;
}

export function Assumptions({ assumptions, currency, run }: AssumptionsProps) {
  const { nicheId } = run;
  const format = (unit: string) => (value: number) =>
    unit.startsWith(minorUnits) ? formatMoney({ minor: Math.round(value), currency }) : figure(value);
  const columns: Column<Assumption>[] = [
    { header: "Assumption", heads: true, cell: ({ name }) => title(name) },
    { header: "Value", kind: "number", cell: ({ value, unit }) => format(unit)(value) },
    { header: "Range", kind: "number", cell: ({ low, high, unit }) => (low === high ? "exactly" : range(low, high, format(unit))) },
    { header: "Unit", cell: ({ unit }) => (unit.startsWith(minorUnits) ? unit.slice(minorUnits.length) : unit) },
    { header: "Basis", cell: ({ basis }) => <Badge tone={basis === "evidence" ? "good" : "accent"}>{basis}</Badge> },
    { header: "From", cell: (assumption) => originOf(assumption, run) },
    { header: "Evidence", cell: ({ name, evidenceIds }) => <EvidenceButton nicheId={nicheId} ids={evidenceIds} about={title(name)} /> },
  ];
  return (
    <Section
      title="What it rests on"
      lead={
        <>
          Every figure can be changed:{" "}
          <Link to="/niches/$nicheId/run" params={{ nicheId }} className="text-accent underline underline-offset-4">
            start another run
          </Link>{" "}
          with your own.
        </>
      }
    >
      <Table caption="Assumptions" columns={columns} rows={assumptions} keyOf={({ name }) => name} />
    </Section>
  );
}

/** How the services name amounts of money in a list of figures. */
const minorUnits = "minor units ";
