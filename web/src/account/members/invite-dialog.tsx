/** Invites an address; shows the link this once where no e-mail carries it. */
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { NewInvitation } from "../../../../contracts/services/members.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { CopyButton } from "../../interface/copy-button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure, Remark } from "../../interface/notice.tsx";
import { useProved } from "../../session/identity.tsx";
import { meQuery } from "../../session/session.ts";
import { invitationsQuery, invite } from "./queries.ts";
import { readRole, roleChoices, roleMeanings } from "./roles.ts";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const proved = useProved();
  const [role, setRole] = useState(readRole("editor"));
  const inviting = useMutation({
    mutationFn: (invitation: NewInvitation) => proved(() => invite(invitation)),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    inviting.mutate({ email: textOf(new FormData(event.currentTarget), "email"), role });
  };
  const wrong = inviting.error instanceof ApiProblem ? inviting.error.fields : {};
  const made = inviting.data;
  return (
    <Dialog title="Invite somebody" onClose={onClose}>
      {made ? (
        <div className="space-y-4">
          {made.token === null ? (
            <Remark tone="good">The invitation is on its way to {made.email}.</Remark>
          ) : (
            <InvitationLink email={made.email} token={made.token} />
          )}
          <div className="flex justify-end">
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <TextField label="Email" name="email" type="email" required maxLength={254} error={wrong["email"]} />
          <SelectField
            label="Role"
            value={role}
            choices={roleChoices(me.principal.role)}
            onChange={({ target }) => setRole(readRole(target.value))}
            error={wrong["role"]}
            hint={roleMeanings.find(({ word }) => word === role)?.meaning}
          />
          <p className="text-sm text-muted">A second invitation of the same address takes the place of the first.</p>
          {inviting.error !== null && <Failure error={inviting.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" pending={inviting.isPending}>
              Invite
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** The token stands behind `#`, which browsers send to nobody. */
function InvitationLink({ email, token }: { email: string; token: string }) {
  const link = `${window.location.origin}/invitation#${token}`;
  return (
    <>
      <Remark>This is the only time that the link is shown. Give it to {email}: it opens for that address alone, once.</Remark>
      <TextField label="Link" readOnly autoFocus value={link} onFocus={(event) => event.target.select()} />
      <CopyButton text={link} label="Copy the link" />
    </>
  );
}
