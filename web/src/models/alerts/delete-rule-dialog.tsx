/** Asks before a rule is deleted. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { AlertRuleView } from "../../../../contracts/services/model-monitor.ts";
import type { KeyedApi } from "../../api/client.ts";
import { ConfirmDialog } from "../../interface/confirm-dialog.tsx";
import { alertRulesQuery, deleteAlertRule } from "../operator-queries.ts";
import { alertsQuery } from "../queries.ts";

interface DeleteRuleDialogProps {
  api: KeyedApi;
  rule: AlertRuleView;
  onClose: () => void;
}

export function DeleteRuleDialog({ api, rule: { id }, onClose }: DeleteRuleDialogProps) {
  const queries = useQueryClient();
  const deleting = useMutation({
    mutationFn: () => deleteAlertRule(api, id),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: alertRulesQuery(api).queryKey });
      await queries.invalidateQueries({ queryKey: alertsQuery.queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Delete the rule ${id}?`}
      verb="Delete"
      look="danger"
      pending={deleting.isPending}
      error={deleting.error}
      onConfirm={() => deleting.mutate()}
      onClose={onClose}
    >
      <p>
        It is not measured any more. Does its alert stand, it is cleared, and whoever was told of it is told so. To stop for a while, change
        it and switch it off instead.
      </p>
    </ConfirmDialog>
  );
}
