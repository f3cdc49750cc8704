/** Takes the new password of whoever has the link. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { textOf } from "../interface/form.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { resetPassword } from "./door.ts";
import { LinkBroken } from "./link-broken.tsx";
import { forgetLinkToken, useLinkToken } from "./link-token.ts";
import { NewPasswordField } from "./password-field.tsx";

export function ResetPasswordPage() {
  const token = useLinkToken();
  const resetting = useMutation({
    mutationFn: (password: string) => resetPassword(token ?? "", password),
    onSuccess: forgetLinkToken,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    resetting.mutate(textOf(new FormData(event.currentTarget), "password"));
  };
  const wrong = resetting.error instanceof ApiProblem ? resetting.error.fields["newPassword"] : undefined;
  return (
    <AccountFrame title="Choose a new password" lead="It ends every session of yours, on every device.">
      {resetting.isSuccess ? (
        <div className="space-y-4">
          <Remark tone="good">The new password holds from now on.</Remark>
          <Link to="/sign-in" search={{}} className="font-medium text-accent underline underline-offset-4">
            Sign in with it
          </Link>
        </div>
      ) : token === undefined ? (
        <LinkBroken />
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <NewPasswordField label="New password" error={wrong} />
          {resetting.error !== null && <Failure error={resetting.error} />}
          <Button type="submit" look="primary" pending={resetting.isPending} className="w-full">
            Take it
          </Button>
        </form>
      )}
    </AccountFrame>
  );
}
