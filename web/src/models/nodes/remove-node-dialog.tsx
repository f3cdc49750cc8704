/** Asks before a node is put out of the pool. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { NodeView } from "../../../../contracts/services/ai-models.ts";
import type { KeyedApi } from "../../api/client.ts";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { joinTokensQuery, removeNode } from "../operator-queries.ts";
import { nodesQuery } from "../queries.ts";

interface RemoveNodeDialogProps {
  api: KeyedApi;
  node: NodeView;
  onClose: () => void;
}

export function RemoveNodeDialog({ api, node: { id, name, status }, onClose }: RemoveNodeDialogProps) {
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () => removeNode(api, id),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: joinTokensQuery(api).queryKey });
      await queries.invalidateQueries({ queryKey: nodesQuery.queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Remove the node ${name}?`}
      verb="Remove"
      look="danger"
      pending={removing.isPending}
      error={removing.error}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      <p>Its key is dead from now on, its link is closed, the one-time token that it joined with counts no more, and its name is free.</p>
      {status !== "lost" && (
        <p>
          It still runs. Calls that it has go to other nodes. To let it finish them, end its process first. A process that has the
          installation's own token, as that of <code>npm start</code> does, joins again.
        </p>
      )}
    </ConfirmDialog>
  );
}
