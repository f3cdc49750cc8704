/** The second step of signing in: a code of the app, a recovery code, or a passkey. */
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { SecondStepWanted } from "../../../contracts/services/factors.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure } from "../interface/notice.tsx";
import { signInWithCode, signInWithPasskey } from "./door.ts";

interface SecondStepProps {
  wanted: Pick<SecondStepWanted, "challenge" | "methods">;
  onEntered: () => void;
  /** Back to the password: the challenge has run out, or it was the wrong account. */
  onBack: () => void;
}

export function SecondStep({ wanted: { challenge, methods }, onEntered, onBack }: SecondStepProps) {
  const byCode = useMutation({ mutationFn: (code: string) => signInWithCode(challenge, code), onSuccess: onEntered });
  const byPasskey = useMutation({ mutationFn: () => signInWithPasskey(challenge), onSuccess: onEntered });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    byCode.mutate(textOf(new FormData(event.currentTarget), "code"));
  };
  const takesApp = methods.includes("code");
  return (
    <div className="space-y-6">
      {methods.includes("passkey") && (
        <Button look="primary" pending={byPasskey.isPending} onClick={() => byPasskey.mutate()} className="w-full">
          Use a passkey
        </Button>
      )}
      {byPasskey.error !== null && <Failure error={byPasskey.error} />}
      {(takesApp || methods.includes("recovery-code")) && (
        <form onSubmit={submit} className="space-y-4">
          <TextField
            label={takesApp ? "Code of your authenticator app" : "Recovery code"}
            name="code"
            required
            autoFocus
            maxLength={64}
            autoComplete="one-time-code"
            hint={takesApp ? "Six digits. One of your recovery codes counts as well." : undefined}
          />
          {byCode.error !== null && <Failure error={byCode.error} />}
          <Button type="submit" look={methods.includes("passkey") ? "secondary" : "primary"} pending={byCode.isPending} className="w-full">
            Sign in
          </Button>
        </form>
      )}
      <Button look="quiet" onClick={onBack}>
        Begin again
      </Button>
    </div>
  );
}
