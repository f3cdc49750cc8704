/** What a result rests on: every figure with its range, and whether evidence or an assumption stands behind it. */
import { Link } from "@tanstack/react-router";
import type { Assumption } from "../../../contracts/services/estimate.ts";
import { Badge } from "../interface/badge.tsx";
import { figure, range, title } from "../interface/formats.ts";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { EvidenceButton } from "../niches/evidence-button.tsx";

export function Assumptions({ assumptions, nicheId }: { assumptions: readonly Assumption[]; nicheId: string }) {
  const columns: Column<Assumption>[] = [
    { header: "Assumption", heads: true, cell: ({ name }) => title(name) },
    { header: "Value", kind: "number", cell: ({ value }) => figure(value) },
    { header: "Range", kind: "number", cell: ({ low, high }) => range(low, high, figure) },
    { header: "Unit", cell: ({ unit }) => unit },
    { header: "Basis", cell: ({ basis }) => <Badge tone={basis === "evidence" ? "good" : "accent"}>{basis}</Badge> },
    {
      header: "From",
      cell: ({ origin }) => (origin === "stated" ? "stated by you" : <span className="text-muted">the method's default</span>),
    },
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
