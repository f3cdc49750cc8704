/** Asks before a key is revoked. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiKey } from "../../../../contracts/services/auth.ts";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { useProved } from "../../session/identity.tsx";
import { keysQuery, revokeKey } from "./queries.ts";

export function RevokeKeyDialog({ apiKey: { id, name }, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const queries = useQueryClient();
  const proved = useProved();
  const revoking = useMutation({
    mutationFn: () => proved(() => revokeKey(id)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keysQuery.queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Revoke the key ${name}?`}
      verb="Revoke"
      look="danger"
      pending={revoking.isPending}
      error={revoking.error}
      onConfirm={() => revoking.mutate()}
      onClose={onClose}
    >
      <p>
        Within five seconds it opens nothing any more, and whatever uses it is refused. This cannot be undone. To change it without a gap,
        rotate it instead.
      </p>
    </ConfirmDialog>
  );
}
