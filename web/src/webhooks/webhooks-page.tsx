/** The organisation's own endpoints that are told of its events. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Webhook } from "../../../contracts/services/webhooks.ts";
import { Badge } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { moment, plural } from "../interface/formats.ts";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Page } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { usePermission } from "../session/permission.ts";
import { CreateWebhookDialog } from "./create-webhook-dialog.tsx";
import { administerEvents } from "./demands.ts";
import { webhooksQuery } from "./queries.ts";
import { stateOf } from "./webhook-state.ts";

const columns: Column<Webhook>[] = [
  {
    header: "Address",
    heads: true,
    className: "min-w-48 wrap-anywhere",
    cell: ({ id, url, description }) => (
      <>
        <Link to="/webhooks/$webhookId" params={{ webhookId: id }} search={{}} className="text-accent underline-offset-4 hover:underline">
          {url}
        </Link>
        {description !== "" && <span className="block text-xs font-normal text-muted">{description}</span>}
      </>
    ),
  },
  { header: "Events", className: "whitespace-nowrap", cell: ({ types }) => (types.length === 0 ? "all" : plural(types.length, "type")) },
  {
    header: "Status",
    className: "min-w-24",
    cell: (webhook) => {
      const { word, tone } = stateOf(webhook);
      return <Badge tone={tone}>{word}</Badge>;
    },
  },
  { header: "Made", className: "whitespace-nowrap", cell: ({ createdAt }) => moment(createdAt) },
];

export function WebhooksPage() {
  const [creating, setCreating] = useState(false);
  const query = useInfiniteQuery(webhooksQuery);
  const permission = usePermission(administerEvents, "make or change webhooks");
  return (
    <Page
      title="Webhooks"
      lead="Addresses of yours that get your organisation's events as they happen: signed, in the order of each subject, and tried again until they arrive."
      actions={
        permission.allowed && (
          <Button look="primary" onClick={() => setCreating(true)}>
            New webhook
          </Button>
        )
      }
    >
      {!permission.allowed && <p className="text-sm text-muted">{permission.reason}</p>}
      <Loaded query={query} what="the webhooks">
        {({ pages }) => {
          const webhooks = pages.flatMap(({ items }) => items);
          if (webhooks.length > 0) return <Table caption="Webhooks" columns={columns} rows={webhooks} keyOf={({ id }) => id} />;
          return (
            <Empty title="No webhooks yet">
              <p>Make one to have a program of yours told when themes are found, a run waits for approval, or anything else happens.</p>
            </Empty>
          );
        }}
      </Loaded>
      <ShowMore query={query} what="webhooks" />
      {creating && <CreateWebhookDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
