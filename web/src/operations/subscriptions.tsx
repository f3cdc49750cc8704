/** Who has received how much of your events, what is stuck, and how to hold, free or repeat deliveries. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { Badge, type Tone } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { count, words } from "../interface/formats.ts";
import { Meanings } from "../interface/meanings.tsx";
import { Loaded, Remark } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { usePermission } from "../session/permission.ts";
import { adviceOn, statusMeanings } from "./delivery-advice.ts";
import { administerEvents } from "./demands.ts";
import { PauseDialog } from "./pause-dialog.tsx";
import { subscriptionsQuery } from "./queries.ts";
import { RewindDialog } from "./rewind-dialog.tsx";
import { StalledSubjects } from "./stalled-subjects.tsx";

const tones: Record<SubscriptionView["status"], Tone> = { current: "good", behind: "accent", "backing-off": "warn" };

const columns: Column<SubscriptionView>[] = [
  { header: "Service", heads: true, cell: ({ name }) => name },
  {
    header: "Status",
    className: "whitespace-nowrap",
    cell: ({ status, flow }) => (
      <span className="flex gap-1">
        <Badge tone={tones[status]}>{words(status)}</Badge>
        {flow !== "live" && <Badge tone={flow === "paused" ? "warn" : "accent"}>{words(flow)}</Badge>}
      </span>
    ),
  },
  { header: "Events waiting", kind: "number", cell: ({ lag }) => count(lag) },
  { header: "Position", kind: "number", cell: ({ cursor }) => count(cursor) },
  { header: "Retrying", kind: "number", cell: ({ retrying }) => count(retrying.length) },
  { header: "Parked", kind: "number", cell: ({ parked }) => count(parked.length) },
];

interface Asked {
  what: "pause" | "rewind";
  subscription: SubscriptionView;
}

export function Subscriptions() {
  const query = useQuery(subscriptionsQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const permission = usePermission(administerEvents, "pause, resume, rewind or redrive deliveries");
  const actions: Column<SubscriptionView> = {
    header: <span className="sr-only">Actions</span>,
    cell: (subscription) => (
      <span className="flex justify-end gap-2">
        <Button
          aria-label={`${subscription.flow === "paused" ? "Resume" : "Pause"} ${subscription.name}`}
          onClick={() => setAsked({ what: "pause", subscription })}
        >
          {subscription.flow === "paused" ? "Resume" : "Pause"}
        </Button>
        <Button aria-label={`Rewind ${subscription.name}`} onClick={() => setAsked({ what: "rewind", subscription })}>
          Rewind
        </Button>
      </span>
    ),
  };
  const close = () => setAsked(null);
  return (
    <Section
      title="Deliveries"
      lead="Every service keeps its tables from the one log of events, at its own pace. What concerns your organisation is shown here."
    >
      <Loaded query={query} what="the subscriptions" room="min-h-104">
        {(subscriptions) => (
          <>
            <Table
              caption="Deliveries"
              columns={permission.allowed ? [...columns, actions] : columns}
              rows={subscriptions}
              keyOf={({ name }) => name}
            />
            <Advice subscriptions={subscriptions} />
            <StalledSubjects subscriptions={subscriptions} mayRedrive={permission.allowed} />
          </>
        )}
      </Loaded>
      {!permission.allowed && <p className="text-sm text-muted">{permission.reason}</p>}
      <Meanings items={statusMeanings} />
      {asked?.what === "pause" && <PauseDialog subscription={asked.subscription} onClose={close} />}
      {asked?.what === "rewind" && <RewindDialog subscription={asked.subscription} onClose={close} />}
    </Section>
  );
}

function Advice({ subscriptions }: { subscriptions: readonly SubscriptionView[] }) {
  const advice = subscriptions.flatMap((subscription) => adviceOn(subscription) ?? []);
  if (advice.length === 0) return null;
  return (
    <Remark tone="plain">
      <ul className="space-y-1">
        {advice.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Remark>
  );
}
