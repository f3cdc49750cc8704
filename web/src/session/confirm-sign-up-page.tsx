/** Finishes signing up where a link was sent: whoever opens it must also know the password that was chosen. */
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { confirmSignUp } from "./door.ts";
import { useEntered } from "./entering.ts";
import { LinkBroken } from "./link-broken.tsx";
import { forgetLinkToken, useLinkToken } from "./link-token.ts";

export function ConfirmSignUpPage() {
  const token = useLinkToken();
  const entered = useEntered();
  const confirming = useMutation({
    mutationFn: (password: string) => confirmSignUp(token ?? "", password),
    onSuccess: () => {
      forgetLinkToken();
      entered();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    confirming.mutate(textOf(new FormData(event.currentTarget), "password"));
  };
  return (
    <AccountFrame title="Confirm your address" lead="Enter the password that you chose when you signed up.">
      {token === undefined ? (
        <LinkBroken />
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <TextField label="Password" name="password" type="password" autoComplete="current-password" required autoFocus />
          {confirming.error !== null && <Failure error={confirming.error} />}
          <Button type="submit" look="primary" pending={confirming.isPending} className="w-full">
            Confirm and sign in
          </Button>
        </form>
      )}
    </AccountFrame>
  );
}
