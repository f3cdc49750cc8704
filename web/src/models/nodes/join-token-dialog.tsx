/** Makes a one-time join token, and shows the commands with it this once. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import type { IssueJoinTokenRequest } from "../../../../contracts/services/node-admission.ts";
import type { KeyedApi } from "../../api/client.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { moment } from "../../interface/formats.ts";
import { Failure, Remark } from "../../interface/notice.tsx";
import { issueJoinToken, joinTokensQuery } from "../operator-queries.ts";
import { JoinCommands } from "./join-commands.tsx";

const hour = 3_600;
const lives = [
  { value: String(hour), label: "one hour" },
  { value: String(24 * hour), label: "one day" },
  { value: String(7 * 24 * hour), label: "seven days" },
  { value: String(30 * 24 * hour), label: "thirty days" },
];

export function JoinTokenDialog({ api, onClose }: { api: KeyedApi; onClose: () => void }) {
  const queries = useQueryClient();
  const issuing = useMutation({
    mutationFn: (request: IssueJoinTokenRequest) => issueJoinToken(api, request),
    onSuccess: () => queries.invalidateQueries({ queryKey: joinTokensQuery(api).queryKey }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [nodeName, note] = [textOf(form, "node").trim(), textOf(form, "note").trim()];
    issuing.mutate({
      expiresInSeconds: Number(textOf(form, "life")),
      ...(nodeName !== "" && { nodeName }),
      ...(note !== "" && { note }),
    });
  };
  const wrong = issuing.error instanceof ApiProblem ? issuing.error.fields : {};
  const issued = issuing.data;
  return (
    <Dialog title={issued ? "Start the node with one of these" : "New join token"} onClose={onClose} wide={issued !== undefined}>
      {issued ? (
        <div className="space-y-4">
          <Remark>
            This is the only time that the token is shown. It lets {issued.nodeName === null ? "one node" : `the node ${issued.nodeName}`}{" "}
            join, if it does so before {moment(issued.expiresAt)}.
          </Remark>
          <JoinCommands joining={{ edge: window.location.origin, token: issued.token, nodeName: issued.nodeName ?? undefined }} />
          <div className="flex justify-end">
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <form onSubmit={submit} className="space-y-4">
          {/* Not called `nodeName`: a field of that name hides the form's own from whoever handles its events. */}
          <TextField
            label="Name of the node"
            name="node"
            maxLength={100}
            error={wrong["nodeName"]}
            hint="Only a node of this name may join with the token. Empty: the first that does, as its machine is called."
          />
          <SelectField label="It must join within" name="life" choices={lives} />
          <TextField
            label="Note (optional)"
            name="note"
            maxLength={200}
            error={wrong["note"]}
            hint="For whoever reads the list of tokens."
          />
          {issuing.error !== null && <Failure error={issuing.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" pending={issuing.isPending}>
              Make the token
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
