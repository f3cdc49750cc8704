/** Create an account and its organisation. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { passwordLength } from "../../../contracts/services/auth.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { nextPage } from "./next-page.ts";
import { signUp } from "./session.ts";

const route = getRouteApi("/sign-up");

export function SignUpPage() {
  const { next } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const joining = useMutation({
    mutationFn: signUp,
    onSuccess: () => {
      queries.clear();
      router.history.push(nextPage(next));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email, password, name, organisationName] = ["email", "password", "name", "organisationName"].map((field) => textOf(form, field));
    joining.mutate({ email: email ?? "", password: password ?? "", name: name ?? "", organisationName: organisationName ?? "" });
  };
  const wrong = joining.error instanceof ApiProblem ? joining.error.fields : {};
  return (
    <AccountFrame title="Create an account" lead="You become the owner of a new organisation. Everything stays inside it.">
      <form onSubmit={submit} className="space-y-4">
        <TextField label="Your name" name="name" autoComplete="name" required maxLength={100} autoFocus error={wrong["name"]} />
        <TextField
          label="Organisation name"
          name="organisationName"
          autoComplete="organization"
          required
          maxLength={100}
          error={wrong["organisationName"]}
        />
        <TextField label="Email" name="email" type="email" autoComplete="username" required maxLength={254} error={wrong["email"]} />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={passwordLength.min}
          maxLength={passwordLength.max}
          hint={`At least ${passwordLength.min} characters. A sentence is better than a word.`}
          error={wrong["password"]}
        />
        {joining.error !== null && <Failure error={joining.error} />}
        <Button type="submit" look="primary" pending={joining.isPending} className="w-full">
          Create account
        </Button>
      </form>
      <p className="mt-6 text-sm text-muted">
        Have an account?{" "}
        <Link to="/sign-in" search={next === undefined ? {} : { next }} className="font-medium text-accent underline underline-offset-4">
          Sign in
        </Link>
      </p>
    </AccountFrame>
  );
}
