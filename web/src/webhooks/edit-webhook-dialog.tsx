/** Changes where an endpoint is and what it gets. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Webhook } from "../../../contracts/services/webhooks.ts";
import { ChangedSince } from "../interface/changed-since.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { useSeen, type Words } from "../interface/overtaken.ts";
import { useProved } from "../session/identity.tsx";
import { changeWebhook, webhookQuery } from "./queries.ts";
import { WebhookForm, type WebhookDraft } from "./webhook-form.tsx";

interface EditWebhookDialogProps {
  webhook: Webhook;
  onChanged: () => Promise<void>;
  onClose: () => void;
}

export function EditWebhookDialog({ webhook, onChanged, onClose }: EditWebhookDialogProps) {
  const queries = useQueryClient();
  const proved = useProved();
  const overtaken = useSeen<Webhook>(webhook, () => queries.fetchQuery({ ...webhookQuery(webhook.id), staleTime: 0 }));
  const changing = useMutation({
    // An address that stays is no change of it, which would want a proof of who is there.
    mutationFn: ({ url, ...rest }: WebhookDraft) =>
      proved(() => changeWebhook(overtaken.seen, url === overtaken.seen.url ? rest : { url, ...rest })),
    onError: overtaken.onError,
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
      <ChangedSince seen={overtaken} describe={describe} />
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

function describe({ url, description, types, enabled }: Webhook): Words {
  const chosen = types.length === 0 ? "all" : types.join(", ");
  return {
    Address: url,
    "What it is for": description === "" ? "not said" : description,
    Events: chosen,
    "Switched on": enabled ? "yes" : "no",
  };
}
