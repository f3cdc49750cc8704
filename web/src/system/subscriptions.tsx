/** Who has received how much of the event log, and what is stuck. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { StalledSubject, SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { count, plural } from "../interface/formats.ts";
import { Failure, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { redrive, subscriptionsQuery } from "./queries.ts";

const tones: Record<SubscriptionView["status"], Tone> = { current: "good", behind: "accent", "backing-off": "warn" };

const columns: Column<SubscriptionView>[] = [
  { header: "Subscriber", heads: true, cell: ({ name }) => name },
  { header: "Status", cell: ({ status }) => <Badge tone={tones[status]}>{status.replace("-", " ")}</Badge> },
  { header: "Lag, events", kind: "number", cell: ({ lag }) => count(lag) },
  { header: "Position", kind: "number", cell: ({ cursor }) => count(cursor) },
  { header: "Retrying", kind: "number", cell: ({ retrying }) => count(retrying.length) },
  { header: "Parked", kind: "number", cell: ({ parked }) => count(parked.length) },
  { header: "Remark", className: "text-muted", cell: ({ fault }) => fault?.detail ?? "" },
];

export function Subscriptions() {
  const query = useQuery(subscriptionsQuery);
  return (
    <Section title="Event subscriptions" lead="Every service keeps its tables from the one log of events, at its own pace.">
      <Loaded query={query} what="the subscriptions">
        {(subscriptions) => (
          <>
            <Table caption="Event subscriptions" columns={columns} rows={subscriptions} keyOf={({ name }) => name} />
            {subscriptions.flatMap(({ name, parked, retrying }) =>
              [...parked, ...retrying].map((stalled) => (
                <Stalled key={`${name} ${stalled.subject}`} subscription={name} stalled={stalled} />
              )),
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Stalled({ subscription, stalled }: { subscription: string; stalled: StalledSubject }) {
  const queries = useQueryClient();
  const redriving = useMutation({
    mutationFn: () => redrive(subscription, stalled.subject),
    onSuccess: () => queries.invalidateQueries({ queryKey: subscriptionsQuery.queryKey }),
  });
  return (
    <div className="rounded-lg border border-warn bg-warn-soft px-4 py-3 text-sm">
      <p className="wrap-anywhere">
        {subscription} does not get past {stalled.eventId} ({plural(stalled.failures, "try", "tries")}): {stalled.fault.detail}
      </p>
      <Button className="mt-2" pending={redriving.isPending} onClick={() => redriving.mutate()}>
        Try again now
      </Button>
      {redriving.error !== null && <Failure error={redriving.error} />}
    </div>
  );
}
