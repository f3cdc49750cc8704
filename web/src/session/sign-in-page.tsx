/** Sign in with e-mail address and password. */
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { AccountFrame } from "./account-frame.tsx";
import { useComingBack } from "./coming-back.ts";
import { useEntered } from "./entering.ts";
import { signIn, signInWithPasskey } from "./door.ts";
import { OtherServices } from "./other-services.tsx";
import { hasPasskeys } from "./passkey.ts";
import { SecondStep } from "./second-step.tsx";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { next } = route.useSearch();
  const entered = useEntered();
  const { secondStep, failed, forget } = useComingBack();
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (answer) => {
      if ("user" in answer) entered(next);
    },
  });
  const byPasskey = useMutation({ mutationFn: () => signInWithPasskey(), onSuccess: () => entered(next) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    entering.mutate({ email: textOf(form, "email"), password: textOf(form, "password") });
  };
  const wrong = entering.error instanceof ApiProblem ? entering.error.fields : {};
  if (entering.data && !("user" in entering.data)) {
    return (
      <AccountFrame title="One more step" lead="The password is right. Now the second factor.">
        <SecondStep wanted={entering.data} onEntered={() => entered(next)} onBack={entering.reset} />
      </AccountFrame>
    );
  }
  if (secondStep) {
    return (
      <AccountFrame title="One more step" lead="The other service knows you. Now the second factor.">
        <SecondStep wanted={secondStep} onEntered={() => entered(next)} onBack={forget} />
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title="Sign in" lead="Find a small market worth building for, from what people really wrote.">
      {failed !== undefined && (
        <div className="mb-4">
          <Remark>{failed}</Remark>
        </div>
      )}
      <form onSubmit={submit} className="space-y-4">
        <TextField label="Email" name="email" type="email" autoComplete="username" required autoFocus error={wrong["email"]} />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required error={wrong["password"]} />
        {entering.error !== null && <Failure error={entering.error} />}
        <Button type="submit" look="primary" pending={entering.isPending} className="w-full">
          Sign in
        </Button>
      </form>
      {hasPasskeys() && (
        <div className="mt-4 space-y-4">
          <Button pending={byPasskey.isPending} onClick={() => byPasskey.mutate()} className="w-full">
            Sign in with a passkey
          </Button>
          {byPasskey.error !== null && <Failure error={byPasskey.error} />}
        </div>
      )}
      <OtherServices />
      <p className="mt-6 text-sm">
        <Link to="/forgot-password" className="font-medium text-accent underline underline-offset-4">
          I forgot my password
        </Link>
      </p>
      <p className="mt-3 text-sm text-muted">
        No account yet?{" "}
        <Link to="/sign-up" search={next === undefined ? {} : { next }} className="font-medium text-accent underline underline-offset-4">
          Create an account
        </Link>
      </p>
    </AccountFrame>
  );
}
