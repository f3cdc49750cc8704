/** Makes a further organisation, and goes there. */
import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure } from "../../interface/notice.tsx";
import { useEntered } from "../../session/entering.ts";
import { enterOrganisation } from "../person/queries.ts";
import { createOrganisation } from "./queries.ts";

export function NewOrganisationDialog({ onClose }: { onClose: () => void }) {
  const entered = useEntered();
  const making = useMutation({
    mutationFn: async (name: string) => enterOrganisation((await createOrganisation(name)).organisation.id),
    onSuccess: () => entered(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    making.mutate(textOf(new FormData(event.currentTarget), "name"));
  };
  const wrong = making.error instanceof ApiProblem ? making.error.fields : {};
  return (
    <Dialog title="Make an organisation" onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <TextField label="Name" name="name" required maxLength={100} autoFocus error={wrong["name"]} />
        <p className="text-sm text-muted">You own it, and nobody else is in it. What is in your other organisations stays there.</p>
        {making.error !== null && <Failure error={making.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={making.isPending}>
            Make it and go there
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
