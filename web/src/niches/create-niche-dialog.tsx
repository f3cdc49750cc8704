/** Asks for the name of a new niche. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { Dialog } from "../interface/dialog.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Failure } from "../interface/notice.tsx";
import { createNiche, nicheQuery } from "./queries.ts";

export function CreateNicheDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const creating = useMutation({
    mutationFn: createNiche,
    onSuccess: (niche) => {
      queries.setQueryData(nicheQuery(niche.id).queryKey, niche);
      void navigate({ to: "/niches/$nicheId", params: { nicheId: niche.id } });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    creating.mutate(textOf(new FormData(event.currentTarget), "name"));
  };
  const wrong = creating.error instanceof ApiProblem ? creating.error.fields["name"] : undefined;
  return (
    <Dialog title="New niche" onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <TextField
          label="Name"
          name="name"
          required
          maxLength={200}
          autoFocus
          error={wrong}
          hint="A market or a group of people, for example “Phone accessories”. Evidence comes next."
        />
        {creating.error !== null && <Failure error={creating.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={creating.isPending}>
            Create niche
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
