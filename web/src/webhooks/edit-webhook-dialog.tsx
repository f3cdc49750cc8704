/** Changes where an endpoint is and what it gets. */
import { useMutation } from "@tanstack/react-query";
import type { Webhook } from "../../../contracts/services/webhooks.ts";
import { Dialog } from "../interface/dialog.tsx";
import { changeWebhook } from "./queries.ts";
import { WebhookForm } from "./webhook-form.tsx";

interface EditWebhookDialogProps {
  webhook: Webhook;
  onChanged: () => Promise<void>;
  onClose: () => void;
}

export function EditWebhookDialog({ webhook, onChanged, onClose }: EditWebhookDialogProps) {
  const changing = useMutation({
    mutationFn: (draft: Parameters<typeof changeWebhook>[1]) => changeWebhook(webhook, draft),
    onSuccess: async () => {
      await onChanged();
      onClose();
    },
  });
  return (
    <Dialog title="Change the webhook" onClose={onClose}>
      <p className="mb-4 text-sm text-muted">
        The address counts from the next attempt on, the choice of events for those not taken in yet.
      </p>
      <WebhookForm
        initial={webhook}
        verb="Save"
        pending={changing.isPending}
        error={changing.error}
        onSubmit={(draft) => changing.mutate(draft)}
        onCancel={onClose}
      />
    </Dialog>
  );
}
