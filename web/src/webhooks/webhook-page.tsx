/** One endpoint: how it is, what can be done with it, and its log. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { WebhookDetail } from "../../../contracts/services/webhooks.ts";
import { Badge } from "../interface/badge.tsx";
import { count, moment } from "../interface/formats.ts";
import { Loaded, Remark } from "../interface/notice.tsx";
import { Card, Page } from "../interface/page.tsx";
import { Deliveries } from "./deliveries.tsx";
import { webhookQuery } from "./queries.ts";
import { WebhookActions } from "./webhook-actions.tsx";
import { stateOf } from "./webhook-state.ts";

const route = getRouteApi("/inside/webhooks/$webhookId");

export function WebhookPage() {
  const { webhookId } = route.useParams();
  const { status } = route.useSearch();
  const query = useQuery(webhookQuery(webhookId));
  return (
    <Loaded query={query} what="the webhook">
      {(webhook) => (
        <WebhookContent webhook={webhook}>
          <Deliveries webhook={webhook} status={status} />
        </WebhookContent>
      )}
    </Loaded>
  );
}

function WebhookContent({ webhook, children }: { webhook: WebhookDetail; children: ReactNode }) {
  const { url, description, health } = webhook;
  const { word, tone, advice } = stateOf(webhook, health);
  return (
    <Page
      title={url}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Badge tone={tone}>{word}</Badge>
          {description !== "" && <span>{description}</span>}
          <Link to="/webhooks" className="text-accent underline-offset-4 hover:underline">
            all webhooks
          </Link>
        </span>
      }
    >
      <WebhookActions webhook={webhook} />
      {advice !== undefined && <Remark tone={tone === "plain" ? "plain" : "warn"}>{advice}</Remark>}
      <Health webhook={webhook} />
      {children}
    </Page>
  );
}

function Health({ webhook: { types, health, previousSecretUntil } }: { webhook: WebhookDetail }) {
  const facts: [string, ReactNode][] = [
    ["Events", types.length === 0 ? "all" : types.join(", ")],
    ["Waiting in the store", count(health.lag)],
    ["Being delivered", count(health.pending)],
    ["Failed at least once", count(health.retrying)],
    ["Last delivered", health.lastDeliveredAt === null ? "never" : moment(health.lastDeliveredAt)],
    ["Next attempt", health.nextAttemptAt === null ? "none waits" : moment(health.nextAttemptAt)],
    ...(previousSecretUntil === null ? [] : [["Old secret counts until", moment(previousSecretUntil)] satisfies [string, ReactNode]]),
  ];
  return (
    <Card>
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[max-content_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="flex gap-3 sm:contents">
            <dt className="min-w-40 text-muted">{name}</dt>
            <dd className="wrap-anywhere tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
