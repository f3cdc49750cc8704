/** Makes an API key and shows it this once. */
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Scope } from "../../../../contracts/principal.ts";
import type { NewApiKey } from "../../../../contracts/services/auth.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure } from "../../interface/notice.tsx";
import { meQuery } from "../../session/session.ts";
import { useProved } from "../../session/identity.tsx";
import { usePermission } from "../../session/permission.ts";
import { administerOrganisation } from "../demands.ts";
import { KeyShown } from "./key-shown.tsx";
import { createKey, keysQuery } from "./queries.ts";

const lives = [
  { value: "30", label: "after 30 days" },
  { value: "90", label: "after 90 days" },
  { value: "365", label: "after a year" },
  { value: "0", label: "never" },
];

const ways = [
  { value: "me", label: "as me" },
  { value: "service", label: "as a service" },
];

export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const [chosen, setChosen] = useState<readonly Scope[]>(me.principal.scopes.filter((scope) => scope.endsWith(":read")));
  const mayMakeServices = usePermission(administerOrganisation, "make keys of services").allowed;
  const proved = useProved();
  const creating = useMutation({
    mutationFn: (key: NewApiKey) => proved(() => createKey(key)),
    onSuccess: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const days = Number(textOf(form, "days"));
    creating.mutate({
      name: textOf(form, "name"),
      scopes: [...chosen],
      ...(textOf(form, "actsAs") === "service" && { actsAs: "service" as const }),
      ...(days > 0 && { expiresAt: new Date(Date.now() + days * 86_400_000).toISOString() }),
    });
  };
  const wrong = creating.error instanceof ApiProblem ? creating.error.fields["name"] : undefined;
  return (
    <Dialog title="New API key" onClose={onClose}>
      {creating.data ? (
        <KeyShown secret={creating.data.key} onDone={onClose} />
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <TextField
            label="Name"
            name="name"
            required
            maxLength={100}
            autoFocus
            error={wrong}
            hint="What will use it, for example “nightly import”."
          />
          {mayMakeServices && (
            <SelectField
              label="It acts"
              name="actsAs"
              choices={ways}
              hint="As you: never more than you may, and gone when you leave. As a service: your organisation's own, which stays."
            />
          )}
          <SelectField label="It ends" name="days" defaultValue="90" choices={lives} />
          <fieldset>
            <legend className="mb-1 text-sm font-medium">Permissions</legend>
            <div className="grid gap-1 sm:grid-cols-2">
              {me.principal.scopes.map((scope) => (
                <label key={scope} className="flex min-h-8 items-center gap-2 text-sm">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={chosen.includes(scope)}
                    onChange={(event) => setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((one) => one !== scope))}
                  />
                  {scope}
                </label>
              ))}
            </div>
          </fieldset>
          {creating.error !== null && <Failure error={creating.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" disabled={chosen.length === 0} pending={creating.isPending}>
              Create key
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
