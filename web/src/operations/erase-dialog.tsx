/** Asks an owner to write the organisation's name before everything in it is erased for good. */
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { Button } from "../interface/button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { TextField } from "../interface/field.tsx";
import { Failure } from "../interface/notice.tsx";
import { useProved } from "../session/identity.tsx";
import { meQuery } from "../session/session.ts";
import { maintenancesQuery, startErasure } from "./maintenance-queries.ts";

export function EraseDialog({ onClose }: { onClose: () => void }) {
  const { data: me } = useSuspenseQuery(meQuery);
  const { id, name } = me.organisation;
  const [typed, setTyped] = useState("");
  const queries = useQueryClient();
  const proved = useProved();
  const erasing = useMutation({
    mutationFn: () => proved(() => startErasure(id)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: maintenancesQuery.queryKey });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    erasing.mutate();
  };
  return (
    <Dialog title={`Erase ${name}?`} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <div className="space-y-2 text-sm">
          <p>
            Every niche, run, result, event, file, key and account of this organisation goes, in every service, and nothing brings it back.
            It cannot be stopped once it has begun.
          </p>
          <p>
            The certificate of what was erased stands under <em>Long work</em> for a last minute; then the accounts go too. Backups of the
            whole installation are not touched: whoever runs it deletes those.
          </p>
        </div>
        <TextField label={`Write ${name} to confirm`} value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
        {erasing.error !== null && <Failure error={erasing.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" disabled={typed.trim() !== name.trim()} pending={erasing.isPending}>
            Erase everything
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
