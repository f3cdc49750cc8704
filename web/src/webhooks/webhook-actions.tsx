/** What can be done with an endpoint. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Webhook } from "../../../contracts/services/webhooks.ts";
import { Button } from "../interface/button.tsx";
import { ConfirmDialog } from "../interface/confirm-dialog.tsx";
import { Failure, Remark } from "../interface/notice.tsx";
import { usePermission } from "../session/permission.ts";
import { administerEvents } from "./demands.ts";
import { EditWebhookDialog } from "./edit-webhook-dialog.tsx";
import { changeWebhook, deleteWebhook, sendTest, webhookQuery, webhooksQuery } from "./queries.ts";
import { RotateSecretDialog } from "./rotate-secret-dialog.tsx";

type Question = "edit" | "rotate" | "switch" | "delete";

export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const [asked, setAsked] = useState<Question | null>(null);
  const permission = usePermission(administerEvents, "test, change or delete this webhook");
  const queries = useQueryClient();
  /** Reads the endpoint, its log and the list anew. */
  const reread = async () => {
    await queries.invalidateQueries({ queryKey: webhookQuery(webhook.id).queryKey });
    void queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  };
  const testing = useMutation({ mutationFn: () => sendTest(webhook.id), onSuccess: reread });
  if (!permission.allowed) return <p className="text-sm text-muted">{permission.reason}</p>;
  const close = () => setAsked(null);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          disabled={!webhook.enabled}
          title={webhook.enabled ? undefined : "Switch it on first"}
          pending={testing.isPending}
          onClick={() => testing.mutate()}
        >
          Send a test
        </Button>
        <Button onClick={() => setAsked("switch")}>{webhook.enabled ? "Switch off" : "Switch on"}</Button>
        <Button onClick={() => setAsked("edit")}>Change</Button>
        <Button onClick={() => setAsked("rotate")}>Rotate the secret</Button>
        <Button look="danger" onClick={() => setAsked("delete")}>
          Delete
        </Button>
      </div>
      <div aria-live="polite">
        {testing.isSuccess && (
          <Remark tone="plain">
            A test (<code>webhook.tested</code>) is on its way. What your receiver answers is in the log below.
          </Remark>
        )}
      </div>
      {testing.error !== null && <Failure error={testing.error} />}
      {asked === "edit" && <EditWebhookDialog webhook={webhook} onChanged={reread} onClose={close} />}
      {asked === "rotate" && <RotateSecretDialog webhook={webhook} onRotated={reread} onClose={close} />}
      {asked === "switch" && <SwitchDialog webhook={webhook} onChanged={reread} onClose={close} />}
      {asked === "delete" && <DeleteDialog webhook={webhook} onClose={close} />}
    </div>
  );
}

interface SwitchDialogProps {
  webhook: Webhook;
  onChanged: () => Promise<void>;
  onClose: () => void;
}

function SwitchDialog({ webhook, onChanged, onClose }: SwitchDialogProps) {
  const { enabled } = webhook;
  const switching = useMutation({
    mutationFn: () => changeWebhook(webhook, { enabled: !enabled }),
    onSuccess: async () => {
      await onChanged();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={enabled ? "Switch the webhook off?" : "Switch the webhook on?"}
      verb={enabled ? "Switch off" : "Switch on"}
      pending={switching.isPending}
      error={switching.error}
      onConfirm={() => switching.mutate()}
      onClose={onClose}
    >
      <p>
        {enabled
          ? "Nothing more is sent, and everything waits. Switched on again, it goes on where it stopped."
          : "It goes on where it stopped: it gets everything that it missed, and what waits is tried at once."}
      </p>
    </ConfirmDialog>
  );
}

function DeleteDialog({ webhook: { id, url }, onClose }: { webhook: Webhook; onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const deleting = useMutation({
    mutationFn: () => deleteWebhook(id),
    onSuccess: async () => {
      await navigate({ to: "/webhooks" });
      queries.removeQueries({ queryKey: webhookQuery(id).queryKey });
      await queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
    },
  });
  return (
    <ConfirmDialog
      title="Delete the webhook?"
      verb="Delete"
      look="danger"
      pending={deleting.isPending}
      error={deleting.error}
      onConfirm={() => deleting.mutate()}
      onClose={onClose}
    >
      <p className="wrap-anywhere">
        Nothing more is sent to {url}, and its log and secret are gone. A new webhook for the same address begins with the next event. To
        stop for a while, switch it off instead.
      </p>
    </ConfirmDialog>
  );
}
