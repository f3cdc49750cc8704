/** Create an account and its organisation. */
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { signUp } from "./door.ts";
import { useEntered } from "./entering.ts";
import { OtherServices } from "./other-services.tsx";
import { NewPasswordField } from "./password-field.tsx";

const route = getRouteApi("/sign-up");

export function SignUpPage() {
  const { next } = route.useSearch();
  const entered = useEntered();
  const joining = useMutation({
    mutationFn: signUp,
    onSuccess: (answer) => {
      if ("user" in answer) entered(next);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [email, password, name, organisationName] = ["email", "password", "name", "organisationName"].map((field) => textOf(form, field));
    joining.mutate({ email: email ?? "", password: password ?? "", name: name ?? "", organisationName: organisationName ?? "" });
  };
  const wrong = joining.error instanceof ApiProblem ? joining.error.fields : {};
  if (joining.data && !("user" in joining.data)) {
    return (
      <AccountFrame title="Look into your e-mail" lead="There is one more step.">
        <Remark tone="good">A link is on its way to {joining.variables.email}. Open it within a day to finish.</Remark>
      </AccountFrame>
    );
  }
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
        <NewPasswordField error={wrong["password"]} />
        {joining.error !== null && <Failure error={joining.error} />}
        <Button type="submit" look="primary" pending={joining.isPending} className="w-full">
          Create account
        </Button>
      </form>
      <OtherServices />
      <p className="mt-6 text-sm text-muted">
        Have an account?{" "}
        <Link to="/sign-in" search={next === undefined ? {} : { next }} className="font-medium text-accent underline underline-offset-4">
          Sign in
        </Link>
      </p>
    </AccountFrame>
  );
}
