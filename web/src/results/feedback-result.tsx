/** What is weak in the results of a run, and what would settle it. */
import type { Feedback, Run } from "../../../contracts/services/agent-teams.ts";
import { Badge } from "../interface/badge.tsx";
import { title } from "../interface/formats.ts";
import { Empty } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { feedbackOf } from "../runs/references.ts";
import { NotYet } from "./not-yet.tsx";

const tones = { blocker: "bad", weakness: "warn", note: "plain" } as const;

export function FeedbackResult({ run }: { run: Run }) {
  const feedback = feedbackOf(run);
  if (!feedback) return <NotYet run={run} step="feedback" />;
  const { claims, withEvidence } = feedback.evidenceCoverage;
  return (
    <Section title="Feedback" lead={`${withEvidence} of ${claims} claims in the texts have evidence.`}>
      {feedback.findings.length === 0 ? <Empty title="Nothing to object to" /> : <Findings findings={feedback.findings} />}
    </Section>
  );
}

function Findings({ findings }: Pick<Feedback, "findings">) {
  return (
    <ul className="space-y-3">
      {findings.map(({ severity, step, finding, suggestion }, index) => (
        <li key={index} className="rounded-xl border border-line bg-surface p-4">
          <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
            <Badge tone={tones[severity]}>{severity}</Badge> {title(step)}
          </p>
          <p className="mt-1 max-w-prose">{finding}</p>
          <p className="mt-1 max-w-prose text-sm text-muted">
            <span className="font-medium">What would settle it:</span> {suggestion}
          </p>
        </li>
      ))}
    </ul>
  );
}
