/** Asks for a link with which to choose a new password. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { forgotPassword } from "./door.ts";

export function ForgotPasswordPage() {
  const asking = useMutation({ mutationFn: forgotPassword });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    asking.mutate(textOf(new FormData(event.currentTarget), "email"));
  };
  const wrong = asking.error instanceof ApiProblem ? asking.error.fields["email"] : undefined;
  return (
    <AccountFrame title="Choose a new password" lead="We send a link to the address of your account.">
      {asking.isSuccess ? (
        <Remark tone="good">If the address has an account, a link is on its way to it. It works once, for half an hour.</Remark>
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus error={wrong} />
          {asking.error !== null && <Failure error={asking.error} />}
          <Button type="submit" look="primary" pending={asking.isPending} className="w-full">
            Send the link
          </Button>
        </form>
      )}
      <p className="mt-6 text-sm">
        <Link to="/sign-in" search={{}} className="font-medium text-accent underline underline-offset-4">
          Back to signing in
        </Link>
      </p>
    </AccountFrame>
  );
}
