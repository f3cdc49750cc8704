/** Makes an endpoint and shows its secret this once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Dialog } from "../interface/dialog.tsx";
import { useProved } from "../session/identity.tsx";
import { createWebhook, webhooksQuery } from "./queries.ts";
import { SecretShown } from "./secret-shown.tsx";
import { WebhookForm, type WebhookDraft } from "./webhook-form.tsx";

const empty = { url: "", description: "", types: [] };

export function CreateWebhookDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const proved = useProved();
  const creating = useMutation({
    mutationFn: (draft: WebhookDraft) => proved(() => createWebhook(draft)),
    onSuccess: () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey }),
  });
  const created = creating.data;
  return (
    <Dialog title={created ? "The webhook is made" : "New webhook"} onClose={onClose}>
      {created ? (
        <SecretShown
          secret={created.secret}
          onDone={() => void navigate({ to: "/webhooks/$webhookId", params: { webhookId: created.id }, search: {} })}
        >
          It begins with the next event. On its page you can send a test first.
        </SecretShown>
      ) : (
        <WebhookForm
          initial={empty}
          verb="Create webhook"
          pending={creating.isPending}
          error={creating.error}
          onSubmit={(draft) => creating.mutate(draft)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  );
}
