/** What to build: the smallest product that answers the strongest themes. */
import type { Run, SolutionOutline } from "../../../contracts/services/agent-teams.ts";
import { Badge } from "../interface/badge.tsx";
import { Empty } from "../interface/notice.tsx";
import { Card, Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { EvidenceButton } from "../niches/evidence-button.tsx";
import { outlineOf } from "../runs/references.ts";
import { NotYet } from "./not-yet.tsx";

type Feature = SolutionOutline["features"][number];

export function SolutionResult({ run }: { run: Run }) {
  const outline = outlineOf(run);
  if (!outline) return <NotYet run={run} step="solution" />;
  const columns: Column<Feature>[] = [
    { header: "Feature", heads: true, className: "min-w-48", cell: ({ name }) => name },
    { header: "Priority", cell: ({ priority }) => <Badge tone={priorityTones[priority]}>{priority}</Badge> },
    { header: "Because", className: "min-w-56", cell: ({ because }) => because },
    { header: "Evidence", cell: ({ name, evidenceIds }) => <EvidenceButton nicheId={run.nicheId} ids={evidenceIds} about={name} /> },
  ];
  return (
    <div className="space-y-8">
      <Card>
        <p className="text-sm text-muted">For {outline.nicheName}</p>
        <p className="mt-1 max-w-prose text-lg">{outline.pitch}</p>
      </Card>
      <Section title="Features" lead="Only themes that somebody complains about become features.">
        {outline.features.length === 0 ? (
          <Empty title="Nobody complains, so there is nothing to build yet" />
        ) : (
          <Table caption="Features" columns={columns} rows={outline.features} keyOf={({ themeId }) => themeId} />
        )}
      </Section>
      {outline.openQuestions.length > 0 && (
        <Section title="Find out before building">
          <ul className="max-w-prose list-disc space-y-1 pl-5">
            {outline.openQuestions.map((question) => (
              <li key={question}>{question}</li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

const priorityTones = { must: "bad", should: "warn", could: "plain" } as const;
