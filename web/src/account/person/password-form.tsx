/** Changes the password. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { ChangePassword } from "../../../../contracts/services/sessions.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure, Remark } from "../../interface/notice.tsx";
import { Card } from "../../interface/page.tsx";
import { useProved } from "../../session/identity.tsx";
import { NewPasswordField } from "../../session/password-field.tsx";
import { sessionsQuery } from "../sessions/queries.ts";
import { changePassword } from "./queries.ts";

export function PasswordForm() {
  const queries = useQueryClient();
  const proved = useProved();
  const changing = useMutation({
    mutationFn: ({ change }: { change: ChangePassword; form: HTMLFormElement }) => proved(() => changePassword(change)),
    onSuccess: (_, { form }) => {
      // Neither password stays in the page.
      form.reset();
      void queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    changing.mutate({ change: { currentPassword: textOf(data, "current"), newPassword: textOf(data, "password") }, form });
  };
  const wrong = changing.error instanceof ApiProblem ? changing.error.fields : {};
  return (
    <Card>
      <form onSubmit={submit} className="max-w-md space-y-4">
        <TextField
          label="Password until now"
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={wrong["currentPassword"]}
        />
        <NewPasswordField label="New password" error={wrong["newPassword"]} />
        {changing.error !== null && <Failure error={changing.error} />}
        <div aria-live="polite">
          {changing.isSuccess && <Remark tone="good">The new password holds. All other sessions have ended.</Remark>}
        </div>
        <Button type="submit" look="primary" pending={changing.isPending}>
          Change the password
        </Button>
      </form>
    </Card>
  );
}
