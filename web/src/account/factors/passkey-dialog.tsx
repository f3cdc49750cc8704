/** Makes a passkey on this device. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Button } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure, Remark } from "../../interface/notice.tsx";
import { useProved } from "../../session/identity.tsx";
import { addPasskey, factorsChanged } from "./queries.ts";
import { RecoveryCodesShown } from "./recovery-codes-shown.tsx";

export function PasskeyDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const proved = useProved();
  const adding = useMutation({
    mutationFn: (name: string) => proved(() => addPasskey(name)),
    onSuccess: () => factorsChanged(queries),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    adding.mutate(textOf(new FormData(event.currentTarget), "label"));
  };
  const codes = adding.data?.recoveryCodes;
  return (
    <Dialog title={codes ? "Your recovery codes" : "New passkey"} onClose={onClose}>
      {codes ? (
        <RecoveryCodesShown codes={codes} onDone={onClose} />
      ) : adding.isSuccess ? (
        <div className="space-y-4">
          <Remark tone="good">It signs you in from now on, by itself or after your password.</Remark>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <TextField
            label="Name"
            name="label"
            required
            maxLength={100}
            hint="Which device keeps it, for example “laptop”. The browser asks for your finger, face or PIN next."
          />
          {adding.error !== null && <Failure error={adding.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" pending={adding.isPending}>
              Make the passkey
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
