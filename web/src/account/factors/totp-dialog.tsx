/** Takes an authenticator app into use: shows its secret this once, and asks for a first code. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, type FormEvent } from "react";
import { Button } from "../../interface/button.tsx";
import { CopyButton } from "../../interface/copy-button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure, Loading, Remark } from "../../interface/notice.tsx";
import { useProved } from "../../session/identity.tsx";
import { QrCode } from "./qr-code.tsx";
import { confirmTotp, enrolTotp, factorsChanged } from "./queries.ts";
import { RecoveryCodesShown } from "./recovery-codes-shown.tsx";

export function TotpDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const proved = useProved();
  const { mutate: enrol, ...enrolling } = useMutation({ mutationFn: () => proved(enrolTotp) });
  useEffect(() => enrol(), [enrol]);
  const confirming = useMutation({
    mutationFn: (code: string) => proved(() => confirmTotp(code)),
    onSuccess: () => factorsChanged(queries),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    confirming.mutate(textOf(new FormData(event.currentTarget), "code"));
  };
  const codes = confirming.data?.recoveryCodes;
  return (
    <Dialog title={codes ? "Your recovery codes" : "Authenticator app"} onClose={onClose}>
      {codes ? (
        <RecoveryCodesShown codes={codes} onDone={onClose} />
      ) : confirming.isSuccess ? (
        <div className="space-y-4">
          <Remark tone="good">The app is asked for from now on. Your recovery codes stay as they are.</Remark>
          <Button look="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      ) : enrolling.data ? (
        <form onSubmit={submit} className="space-y-4">
          <p className="text-sm">Scan this with the app, or give it the secret below. It is not shown again.</p>
          <QrCode text={enrolling.data.uri} label="QR code for the authenticator app; the secret stands below as text" />
          <div className="flex flex-wrap items-end gap-2">
            <TextField
              label="Secret"
              readOnly
              value={enrolling.data.secret}
              onFocus={(event) => event.target.select()}
              className="min-w-56 grow"
            />
            <CopyButton text={enrolling.data.secret} />
          </div>
          <TextField
            label="The code that the app shows"
            name="code"
            required
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={16}
          />
          {confirming.error !== null && <Failure error={confirming.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" pending={confirming.isPending}>
              Take it into use
            </Button>
          </div>
        </form>
      ) : enrolling.error !== null ? (
        <Failure error={enrolling.error} onRetry={() => enrol()} />
      ) : (
        <Loading what="a secret" />
      )}
    </Dialog>
  );
}
