/** Holds back your organisation's events from a service, or lets them go on. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { ConfirmDialog } from "../interface/confirm-dialog.tsx";
import { plural } from "../interface/formats.ts";
import { setPaused, subscriptionsQuery } from "./queries.ts";

export function PauseDialog({ subscription: { name, flow, lag }, onClose }: { subscription: SubscriptionView; onClose: () => void }) {
  const queries = useQueryClient();
  const pausing = flow !== "paused";
  const changing = useMutation({
    mutationFn: () => setPaused(name, pausing),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: subscriptionsQuery.queryKey });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={pausing ? `Pause deliveries to ${name}?` : `Resume deliveries to ${name}?`}
      verb={pausing ? "Pause" : "Resume"}
      pending={changing.isPending}
      error={changing.error}
      onConfirm={() => changing.mutate()}
      onClose={onClose}
    >
      {pausing ? (
        <>
          <p>
            From now on {name} gets no events of your organisation, and what it shows stands still. Other organisations and other services
            do not notice. What is under way may still arrive.
          </p>
          <p className="text-muted">Nothing is lost: when you resume, everything follows in order.</p>
        </>
      ) : (
        <p>{plural(lag, "event")} that waited will be delivered in order, and then everything new.</p>
      )}
    </ConfirmDialog>
  );
}
