/** Sign in with e-mail address and password. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { nextPage } from "./next-page.ts";
import { signIn } from "./session.ts";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: () => {
      queries.clear();
      router.history.push(nextPage(next));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    entering.mutate({ email: textOf(form, "email"), password: textOf(form, "password") });
  };
  const wrong = entering.error instanceof ApiProblem ? entering.error.fields : {};
  return (
    <AccountFrame title="Sign in" lead="Find a small market worth building for, from what people really wrote.">
      <form onSubmit={submit} className="space-y-4">
        <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus error={wrong["email"]} />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required error={wrong["password"]} />
        {entering.error !== null && <Failure error={entering.error} />}
        <Button type="submit" look="primary" pending={entering.isPending} className="w-full">
          Sign in
        </Button>
      </form>
      <p className="mt-6 text-sm text-muted">
        No account yet?{" "}
        <Link to="/sign-up" search={next === undefined ? {} : { next }} className="font-medium text-accent underline underline-offset-4">
          Create an account
        </Link>
      </p>
    </AccountFrame>
  );
}
