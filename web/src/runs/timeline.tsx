/** The steps of a run, in order, each with what it was given, what it made, why, and who made it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Approval, Run, Step } from "../../../contracts/services/agent-teams.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { duration, moment, title, words } from "../interface/formats.ts";
import { EvidenceButton } from "../niches/evidence-button.tsx";
import { meQuery } from "../session/session.ts";
import type { RunView } from "./run-views.ts";

const tones: Record<Step["status"], Tone> = {
  pending: "plain",
  "awaiting-approval": "warn",
  running: "accent",
  succeeded: "good",
  failed: "bad",
  skipped: "plain",
};

const views: Partial<Record<Step["key"], RunView>> = {
  solution: "solution",
  price: "price",
  projection: "projection",
  marketing: "marketing",
  feedback: "feedback",
};

export function Timeline({ run }: { run: Run }) {
  return (
    <ol aria-label="Timeline" className="space-y-4">
      {run.steps.map((step) => (
        <StepItem key={step.key} run={run} step={step} approvals={run.approvals.filter((approval) => approval.step === step.key)} />
      ))}
    </ol>
  );
}

function StepItem({ run, step, approvals }: { run: Run; step: Step; approvals: readonly Approval[] }) {
  const { key, role, status, output, fault, durationMs, attempt } = step;
  const agent = run.team.profiles.find((profile) => profile.role === role)?.name ?? role;
  const view = views[key];
  return (
    <li className="rounded-xl border border-line bg-surface p-4 sm:p-5" aria-current={status === "running" ? "step" : undefined}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 className="text-lg font-semibold">
          {title(key)} <span className="text-sm font-normal text-muted">by {agent}</span>
        </h2>
        <p className="flex items-center gap-3 text-sm text-muted">
          {attempt > 1 && <span>attempt {attempt}</span>}
          {durationMs !== undefined && <span className="tabular-nums">{duration(durationMs)}</span>}
          <Badge tone={tones[status]}>{words(status)}</Badge>
        </p>
      </div>
      {output && (
        <div className="mt-2 space-y-1">
          <p className="max-w-prose">{output.summary}</p>
          <p className="max-w-prose text-sm text-muted">
            <span className="font-medium">Why:</span> {output.reason}
          </p>
          <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {view !== undefined && (
              <Link
                to="/runs/$runId"
                params={{ runId: run.id }}
                search={{ view }}
                className="text-accent underline-offset-4 hover:underline"
              >
                Open the result
              </Link>
            )}
            {output.references.nicheId !== undefined && key === "research" && (
              <Link
                to="/niches/$nicheId"
                params={{ nicheId: output.references.nicheId }}
                className="text-accent underline-offset-4 hover:underline"
              >
                Open the chosen niche
              </Link>
            )}
            <EvidenceButton nicheId={run.nicheId} ids={output.evidenceIds} about={`the ${key} step`}>
              Evidence ({output.evidenceIds.filter((id) => id.startsWith("evd_")).length})
            </EvidenceButton>
            <span className="text-muted">
              Produced by {output.producedBy.kind} {output.producedBy.name} {output.producedBy.version}
            </span>
          </p>
        </div>
      )}
      {fault && (
        <p className="mt-2 max-w-prose text-sm text-bad">
          {fault.detail} <span className="text-muted">({fault.code})</span>
        </p>
      )}
      {approvals.map((approval) => (
        <ApprovalRecord key={approval.requestedAt} approval={approval} />
      ))}
      {(step.inputs !== undefined || output) && <Records step={step} />}
    </li>
  );
}

function ApprovalRecord({ approval: { decision, decidedBy, note, requestedAt } }: { approval: Approval }) {
  const { data: me } = useQuery(meQuery);
  const who = decidedBy !== undefined && decidedBy === me?.user.id ? "you" : decidedBy;
  return (
    <p className="mt-2 text-sm">
      Approval asked {moment(requestedAt)}
      {decision !== undefined && (
        <>
          ; <span className="font-medium">{decision}</span>
          {who !== undefined && ` by ${who === "policy" ? "the team's policy" : who}`}
        </>
      )}
      {note !== undefined && <q className="ml-2 text-muted">{note}</q>}
    </p>
  );
}

function Records({ step: { inputs, output, startedAt, finishedAt } }: { step: Step }) {
  return (
    <details className="mt-3 text-sm">
      <summary className="text-muted">Inputs and calls</summary>
      <dl className="mt-2 space-y-2">
        {startedAt !== undefined && (
          <div>
            <dt className="font-medium">Time</dt>
            <dd className="text-muted">
              {startedAt} to {finishedAt ?? "now"}
            </dd>
          </div>
        )}
        {inputs !== undefined && (
          <div>
            <dt className="font-medium">Inputs</dt>
            <dd>
              <pre className="mt-1 max-h-72 overflow-auto rounded-lg bg-raised p-3 text-xs" tabIndex={0}>
                {JSON.stringify(inputs, null, 2)}
              </pre>
            </dd>
          </div>
        )}
        {output && output.calls.length > 0 && (
          <div>
            <dt className="font-medium">Calls, with their idempotency keys</dt>
            <dd>
              <ul className="mt-1 space-y-0.5 text-xs wrap-anywhere text-muted">
                {output.calls.map(({ service, method, commandId }) => (
                  <li key={commandId}>
                    {service}.{method} <code>{commandId}</code>
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        )}
      </dl>
    </details>
  );
}
