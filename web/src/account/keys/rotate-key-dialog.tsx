/** Puts a new key in the place of an old one, which goes on for a while. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { ApiKey } from "../../../../contracts/services/auth.ts";
import { Button } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure } from "../../interface/notice.tsx";
import { useProved } from "../../session/identity.tsx";
import { KeyShown } from "./key-shown.tsx";
import { keysQuery, rotateKey } from "./queries.ts";

const overlaps = [
  { value: "0", label: "not at all" },
  { value: "3600", label: "one hour" },
  { value: "86400", label: "one day" },
  { value: "604800", label: "seven days" },
];

export function RotateKeyDialog({ apiKey: { id, name }, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const queries = useQueryClient();
  const proved = useProved();
  const rotating = useMutation({
    mutationFn: (overlapSeconds: number) => proved(() => rotateKey(id, overlapSeconds)),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    rotating.mutate(Number(textOf(new FormData(event.currentTarget), "overlap")));
  };
  return (
    <Dialog title={`Rotate ${name}`} onClose={onClose}>
      {rotating.data ? (
        <KeyShown secret={rotating.data.key} onDone={onClose} />
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <p className="text-sm">
            A new key with the same permissions takes its place. Give it to the program while the old one still counts.
          </p>
          <SelectField label="The old key goes on for" name="overlap" defaultValue="86400" choices={overlaps} />
          {rotating.error !== null && <Failure error={rotating.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" pending={rotating.isPending}>
              Rotate
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
