/** Proof that the tables equal the log: every event is folded again and compared. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ServiceVerification, Verification as VerificationView } from "../../../contracts/services/database.ts";
import { Badge, WorkBadge, type Tone } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { count, moment } from "../interface/formats.ts";
import { Empty, Failure, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { WorkProgress } from "../interface/progress.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { startVerification, verificationQuery } from "./queries.ts";

export function Verification() {
  const queries = useQueryClient();
  const query = useQuery(verificationQuery);
  const starting = useMutation({
    mutationFn: startVerification,
    onSuccess: (started) => queries.setQueryData(verificationQuery.queryKey, started),
  });
  const underWay = query.data?.status === "running" || query.data?.status === "queued";
  return (
    <Section
      title="Verification"
      lead="Replays your organisation's events and compares the result with every row of every table."
      actions={
        <Button look="primary" pending={starting.isPending || underWay} onClick={() => starting.mutate()}>
          Verify
        </Button>
      }
    >
      {starting.error !== null && <Failure error={starting.error} onRetry={() => starting.mutate()} />}
      <Loaded query={query} what="the last verification">
        {(verification) => (verification === null ? <Empty title="Never verified yet" /> : <Outcome verification={verification} />)}
      </Loaded>
    </Section>
  );
}

function Outcome({ verification }: { verification: VerificationView }) {
  const { status, startedAt, head, message, services } = verification;
  return (
    <div className="space-y-3">
      <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
        <WorkBadge status={status} /> {moment(startedAt)}
        {head !== undefined && <span>up to event {count(head)}</span>}
        {message !== undefined && <span>{message}</span>}
      </p>
      {(status === "running" || status === "queued") && <WorkProgress work={verification} label="Verification" />}
      {services.length > 0 && (
        <Table caption="Verification by service" columns={columns} rows={services} keyOf={({ service }) => service} />
      )}
    </div>
  );
}

const tones: Record<ServiceVerification["outcome"], Tone> = { verified: "good", mismatched: "bad", behind: "warn", unreachable: "bad" };

const columns: Column<ServiceVerification>[] = [
  { header: "Service", heads: true, cell: ({ service }) => service },
  { header: "Outcome", cell: ({ outcome }) => <Badge tone={tones[outcome]}>{outcome}</Badge> },
  { header: "Events replayed", kind: "number", cell: ({ events }) => count(events) },
  { header: "Rows compared", kind: "number", cell: ({ projections }) => count(projections.reduce((sum, { rows }) => sum + rows, 0)) },
  { header: "Mismatches", kind: "number", cell: ({ mismatchCount }) => count(mismatchCount) },
  {
    header: "Detail",
    className: "text-muted",
    cell: ({ detail, mismatches }) =>
      detail ??
      mismatches
        .map(({ projection, key }) => `${projection} ${key}`)
        .slice(0, 5)
        .join(", "),
  },
];
