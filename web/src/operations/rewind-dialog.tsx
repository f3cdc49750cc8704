/** Has events of the organisation delivered to a service again, from an earlier position on. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { SubscriptionView } from "../../../contracts/services/event-bus.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { TextField } from "../interface/field.tsx";
import { numberOf } from "../interface/form.ts";
import { count } from "../interface/formats.ts";
import { Failure } from "../interface/notice.tsx";
import { rewind, subscriptionsQuery } from "./queries.ts";

export function RewindDialog({ subscription: { name, cursor }, onClose }: { subscription: SubscriptionView; onClose: () => void }) {
  const queries = useQueryClient();
  const [text, setText] = useState("0");
  const [wrong, setWrong] = useState<string>();
  const rewinding = useMutation({
    mutationFn: (position: number) => rewind(name, position),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: subscriptionsQuery.queryKey });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const position = numberOf(text);
    const valid = position !== undefined && Number.isInteger(position) && position >= 0 && position <= cursor;
    setWrong(valid ? undefined : `A whole number from 0 to ${count(cursor)}, where the service is now.`);
    if (valid) rewinding.mutate(position);
  };
  const refused = rewinding.error instanceof ApiProblem ? rewinding.error.fields["position"] : undefined;
  return (
    <Dialog title={`Rewind deliveries to ${name}?`} onClose={onClose}>
      <form onSubmit={submit} noValidate className="space-y-4">
        <div className="space-y-2 text-sm">
          <p>
            Your organisation's events after the position are delivered to {name} again, in order. What the service knows already it drops,
            so nothing happens twice.
          </p>
          <p className="text-muted">
            This mends deliveries that were lost. If a table shows something wrong, rebuild it instead: see “Maintenance”.
          </p>
        </div>
        <TextField
          label="Begin after position"
          value={text}
          onChange={(event) => setText(event.target.value)}
          inputMode="numeric"
          autoFocus
          error={wrong ?? refused}
          hint={`0 begins with the first event. The service is at ${count(cursor)}.`}
        />
        {rewinding.error !== null && <Failure error={rewinding.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={rewinding.isPending}>
            Rewind
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
