/** What would change the first place: weights of the factors, and what is unknown or assumed of the first few niches. */
import type { Comparison, RankingChanges as Changes } from "../../../../contracts/services/niche-analysis.ts";
import { Badge } from "../../interface/badge.tsx";
import { percent, range, score, title, words } from "../../interface/formats.ts";
import { Section } from "../../interface/page.tsx";
import { Table, type Column } from "../../interface/table.tsx";
import { factorChangeInWords, possibleChanges, weightChangeInWords, type FactorChange, type WeightChange } from "./change-words.ts";

export function RankingChanges({ changes, niches }: { changes: Changes; niches: Comparison["ranked"] }) {
  const nameOf = (id: string) => niches.find(({ nicheId }) => nicheId === id)?.name ?? id;
  const factors = possibleChanges(changes.factors);
  const flips = changes.weights.filter(({ flipAt }) => flipAt !== null);
  const firm = changes.weights.filter(({ flipAt }) => flipAt === null).map(({ criterion }) => words(criterion));
  return (
    <Section title="What would change the first place?" lead={`Smallest change first. Now ${nameOf(changes.first)} comes first.`}>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-2">
        <div className="min-w-0 space-y-2">
          {flips.length > 0 && (
            <Table
              caption="Weights that would change it"
              columns={weightColumns(nameOf)}
              rows={flips}
              keyOf={({ criterion }) => criterion}
            />
          )}
          {firm.length > 0 && <p className="text-sm text-muted">Whatever is given to {firm.join(", ")} alone, it stays.</p>}
        </div>
        <div className="min-w-0">
          {factors.length === 0 ? (
            <p className="text-sm text-muted">Nothing that is unknown or assumed changes it by itself.</p>
          ) : (
            <Table
              caption="Unknowns and assumptions that would change it"
              columns={factorColumns(nameOf)}
              rows={factors}
              keyOf={({ nicheId, factor }) => `${nicheId} ${factor}`}
            />
          )}
        </div>
      </div>
      <p className="max-w-prose text-xs text-muted">{changes.method}</p>
    </Section>
  );
}

const weightColumns = (nameOf: (id: string) => string): Column<WeightChange>[] => [
  { header: "Weight of", heads: true, cell: ({ criterion }) => title(criterion) },
  { header: "Now", kind: "number", cell: ({ weight }) => percent(weight) },
  { header: "Change", kind: "number", cell: ({ change }) => (change === null ? "–" : signedPoints(change)) },
  { header: "Then", cell: (change) => weightChangeInWords(change, nameOf) },
];

const factorColumns = (nameOf: (id: string) => string): Column<FactorChange>[] => [
  {
    header: "What",
    heads: true,
    cell: ({ nicheId, factor, basis }) => (
      <>
        {title(factor)} of {nameOf(nicheId)} <Badge tone={basis === "unknown" ? "warn" : "accent"}>{basis}</Badge>
      </>
    ),
  },
  {
    header: "Score now",
    kind: "number",
    cell: ({ value, low, high }) => (low === high ? score(value) : `${score(value)} (${range(low, high, score)})`),
  },
  { header: "Then", cell: (change) => factorChangeInWords(change, nameOf) },
];

/** A difference of two shares in percentage points. */
function signedPoints(change: number): string {
  const points = Math.round(100 * change);
  return `${points > 0 ? "+" : ""}${points} points`;
}
