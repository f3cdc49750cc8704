/** One delivery with its attempts, and the way to send it again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Webhook, WebhookAttempt, WebhookDeliveryDetail } from "../../../contracts/services/webhooks.ts";
import { Badge } from "../interface/badge.tsx";
import { Button } from "../interface/button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { count, duration, instant } from "../interface/formats.ts";
import { Empty, Failure, Loaded } from "../interface/notice.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { usePermission } from "../session/permission.ts";
import { administerEvents } from "./demands.ts";
import { deliveryTones } from "./delivery-states.ts";
import { deliveryQuery, redeliver, webhookQuery } from "./queries.ts";

interface DeliveryDialogProps {
  webhook: Webhook;
  deliveryId: string;
  onClose: () => void;
}

export function DeliveryDialog({ webhook, deliveryId, onClose }: DeliveryDialogProps) {
  const query = useQuery(deliveryQuery(webhook.id, deliveryId));
  return (
    <Dialog title="Attempts of a delivery" onClose={onClose} wide>
      <Loaded query={query} what="the delivery">
        {(delivery) => <DeliveryContent webhook={webhook} delivery={delivery} />}
      </Loaded>
    </Dialog>
  );
}

function DeliveryContent({ webhook, delivery }: { webhook: Webhook; delivery: WebhookDeliveryDetail }) {
  const { type, eventId, status, nextAttemptAt, log } = delivery;
  return (
    <div className="space-y-4 text-sm">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={deliveryTones[status]}>{status}</Badge>
        <span className="font-medium">{type}</span>
        <code className="wrap-anywhere text-muted">{eventId}</code>
      </p>
      {nextAttemptAt !== null && <p className="text-muted">Next attempt: {instant(nextAttemptAt)}</p>}
      {log.length === 0 ? (
        <Empty title="No attempt has ended yet" />
      ) : (
        <Table caption="Attempts" columns={columns} rows={log} keyOf={({ attempt, at }) => `${attempt} ${at}`} />
      )}
      <SendAgain webhook={webhook} delivery={delivery} />
    </div>
  );
}

function SendAgain({ webhook, delivery }: { webhook: Webhook; delivery: WebhookDeliveryDetail }) {
  const queries = useQueryClient();
  const permission = usePermission(administerEvents, "send it again");
  const sending = useMutation({
    mutationFn: () => redeliver(webhook.id, delivery.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: webhookQuery(webhook.id).queryKey }),
  });
  if (!permission.allowed) return <p className="text-muted">{permission.reason}</p>;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={!webhook.enabled} pending={sending.isPending} onClick={() => sending.mutate()}>
          Send again now
        </Button>
        <span className="text-muted">
          {webhook.enabled
            ? "With the same id and body, and a fresh schedule. Your receiver may get it out of order."
            : "Switch the webhook on first."}
        </span>
      </div>
      {sending.error !== null && <Failure error={sending.error} />}
    </div>
  );
}

const columns: Column<WebhookAttempt>[] = [
  { header: "Attempt", kind: "number", heads: true, cell: ({ attempt }) => count(attempt) },
  { header: "At", className: "whitespace-nowrap", cell: ({ at }) => instant(at) },
  { header: "Took", kind: "number", cell: ({ durationMs }) => duration(durationMs) },
  { header: "Answer", cell: ({ status }) => (status === null ? "none" : <code>{status}</code>) },
  { header: "What it said", className: "min-w-48 wrap-anywhere", cell: ({ detail }) => detail },
];
