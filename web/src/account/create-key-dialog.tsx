/** Makes an API key and shows it this once. */
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Scope } from "../../../contracts/principal.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { CopyButton } from "../interface/copy-button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { meQuery } from "../session/session.ts";
import { createKey, keysQuery } from "./queries.ts";

export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const [chosen, setChosen] = useState<readonly Scope[]>(me.principal.scopes.filter((scope) => scope.endsWith(":read")));
  const creating = useMutation({ mutationFn: createKey, onSuccess: () => queries.invalidateQueries({ queryKey: keysQuery.queryKey }) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    creating.mutate({ name: textOf(new FormData(event.currentTarget), "name"), scopes: [...chosen] });
  };
  const wrong = creating.error instanceof ApiProblem ? creating.error.fields["name"] : undefined;
  return (
    <Dialog title="New API key" onClose={onClose}>
      {creating.data ? (
        <div className="space-y-4">
          <Remark>This is the only time that the key is shown. Keep it like a password.</Remark>
          <TextField label="Key" readOnly value={creating.data.key} onFocus={(event) => event.target.select()} />
          <div className="flex justify-end gap-2">
            <CopyButton text={creating.data.key} />
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
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
