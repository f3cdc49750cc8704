/** The log of an endpoint's deliveries. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Webhook, WebhookDelivery } from "../../../contracts/services/webhooks.ts";
import { Badge } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { count, moment } from "../interface/formats.ts";
import { Meanings } from "../interface/meanings.tsx";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { choiceLinkClass } from "../interface/views.tsx";
import { DeliveryDialog } from "./delivery-dialog.tsx";
import { deliveryStates, deliveryTones, type DeliveryState } from "./delivery-states.ts";
import { nextTry } from "./next-try.ts";
import { deliveriesQuery } from "./queries.ts";

const meanings = [
  {
    word: "pending",
    meaning:
      "Not answered with a 2xx yet. After a failure it is tried again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h. Later events of its subject wait for their turn behind it.",
  },
  { word: "delivered", meaning: "Your receiver answered with a 2xx within 15 seconds." },
  {
    word: "failed",
    meaning: "Ten attempts were in vain. It is not tried again by itself; its subject goes on with the next event. You can send it again.",
  },
];

interface DeliveriesProps {
  webhook: Webhook;
  status: DeliveryState | undefined;
}

export function Deliveries({ webhook, status }: DeliveriesProps) {
  const query = useInfiniteQuery(deliveriesQuery(webhook.id, status));
  const [opened, setOpened] = useState<string | null>(null);
  const columns: Column<WebhookDelivery>[] = [
    {
      header: "Event",
      heads: true,
      className: "min-w-44 wrap-anywhere",
      cell: ({ type, eventId }) => (
        <>
          {type}
          <span className="block text-xs font-normal text-muted">{eventId}</span>
        </>
      ),
    },
    { header: "Status", cell: (delivery) => <Badge tone={deliveryTones[delivery.status]}>{delivery.status}</Badge> },
    { header: "Attempts", kind: "number", cell: ({ attempts }) => count(attempts) },
    { header: "Taken in", className: "whitespace-nowrap", cell: ({ createdAt }) => moment(createdAt) },
    {
      header: "Next try, or end",
      className: "whitespace-nowrap",
      cell: (delivery) => nextTry(delivery, webhook.enabled, Date.now()),
    },
    {
      header: <span className="sr-only">Attempts</span>,
      cell: ({ id, eventId }) => (
        <Button aria-label={`Attempts of ${eventId}`} onClick={() => setOpened(id)}>
          Attempts
        </Button>
      ),
    },
  ];
  return (
    <Section title="Log of deliveries" lead="Kept for 30 days, at most the latest 1,000 that have ended.">
      <StatusChoice webhookId={webhook.id} />
      <Loaded query={query} what="the log" room="min-h-96">
        {({ pages }) => {
          const deliveries = pages.flatMap(({ items }) => items);
          if (deliveries.length > 0)
            return <Table caption="Log of deliveries" columns={columns} rows={deliveries} keyOf={({ id }) => id} />;
          return status === undefined ? (
            <Empty title="Nothing was sent yet">
              <p>It begins with the next event of your organisation. “Send a test” tries the way now.</p>
            </Empty>
          ) : (
            <Empty title={`No delivery is ${status}`} />
          );
        }}
      </Loaded>
      <ShowMore query={query} what="deliveries" />
      <Meanings items={meanings} />
      {opened !== null && <DeliveryDialog webhook={webhook} deliveryId={opened} onClose={() => setOpened(null)} />}
    </Section>
  );
}

function StatusChoice({ webhookId }: { webhookId: string }) {
  return (
    <ul aria-label="Which deliveries" className="flex flex-wrap gap-2 text-sm">
      {[undefined, ...deliveryStates].map((status) => (
        <li key={status ?? "all"}>
          <Link
            to="/webhooks/$webhookId"
            params={{ webhookId }}
            search={status === undefined ? {} : { status }}
            resetScroll={false}
            activeOptions={{ exact: true }}
            className={choiceLinkClass}
          >
            {status ?? "all"}
          </Link>
        </li>
      ))}
    </ul>
  );
}
