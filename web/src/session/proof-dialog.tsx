/** Asks for the proof that a sensitive change wants: a passkey, the password with what goes with it, or another sign-in. */
import { useMutation, useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { ConfirmationOptions } from "../../../contracts/services/sessions.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure, Loaded } from "../interface/notice.tsx";
import { confirmByPasskey, confirmByPassword, startConfirmation } from "./confirmation.ts";
import { ServiceLinks } from "./other-services.tsx";
import { hasPasskeys } from "./passkey.ts";

interface ProofProps {
  answer: (proved: boolean) => void;
}

export function ProofDialog({ answer }: ProofProps) {
  // The question in it is for this dialog alone.
  const query = useQuery({ queryKey: ["confirmation"], queryFn: startConfirmation, staleTime: Number.POSITIVE_INFINITY, gcTime: 0 });
  return (
    <Dialog title="Confirm that it is you" onClose={() => answer(false)}>
      <div className="space-y-4">
        <p className="text-sm">You signed in a while ago, and this change weighs much. Your proof counts for ten minutes.</p>
        <Loaded query={query} what="how you can prove it">
          {(options) => <Ways options={options} answer={answer} />}
        </Loaded>
        <div className="flex justify-end">
          <Button onClick={() => answer(false)}>Cancel</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Ways({ options: { password, passkey, providers }, answer }: ProofProps & { options: ConfirmationOptions }) {
  const isAsked = passkey !== null && hasPasskeys();
  return (
    <>
      {isAsked && <PasskeyProof answer={answer} />}
      {password !== null && <PasswordProof withCode={password === "with-code"} look={isAsked ? "secondary" : "primary"} answer={answer} />}
      {providers.length > 0 && (
        <div className="text-sm">
          <p>Or sign in again with the service that you use, and begin the change anew:</p>
          <ServiceLinks names={providers} />
        </div>
      )}
      {!isAsked && password === null && providers.length === 0 && (
        <p className="text-sm">Nothing that you have works in this browser. Sign out and in again, then begin the change anew.</p>
      )}
    </>
  );
}

function PasskeyProof({ answer }: ProofProps) {
  const proving = useMutation({ mutationFn: confirmByPasskey, onSuccess: () => answer(true) });
  return (
    <div className="space-y-4">
      <Button look="primary" autoFocus pending={proving.isPending} onClick={() => proving.mutate()} className="w-full">
        Use a passkey
      </Button>
      {proving.error !== null && <Failure error={proving.error} />}
    </div>
  );
}

function PasswordProof({ withCode, look, answer }: ProofProps & { withCode: boolean; look: "primary" | "secondary" }) {
  const proving = useMutation({ mutationFn: confirmByPassword, onSuccess: () => answer(true) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    proving.mutate({ password: textOf(form, "password"), ...(withCode ? { code: textOf(form, "code") } : {}) });
  };
  const wrong = proving.error instanceof ApiProblem ? proving.error.fields : {};
  return (
    <form onSubmit={submit} className="space-y-4">
      <TextField
        label="Your password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={look === "primary"}
        error={wrong["password"]}
      />
      {withCode && (
        <TextField
          label="Code of your authenticator app, or a recovery code"
          name="code"
          required
          maxLength={64}
          autoComplete="one-time-code"
          error={wrong["code"]}
        />
      )}
      {proving.error !== null && <Failure error={proving.error} />}
      <Button type="submit" look={look} pending={proving.isPending} className="w-full">
        Confirm
      </Button>
    </form>
  );
}
