/** Points an alias, or a new one, at one version for everybody. */
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { ChangedSince } from "../../interface/changed-since.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure, Remark } from "../../interface/notice.tsx";
import { moveAlias } from "../operator-queries.ts";
import { describeAlias, taskOf, useReread, useSeenAlias, type AliasDialogProps } from "./alias-dialog.tsx";
import { meantWords, reembedding } from "./meant.ts";
import { candidates, versionChoice } from "./version-choice.ts";

export function MoveAliasDialog({ api, alias: shown, versions, onClose }: AliasDialogProps) {
  const overtaken = useSeenAlias(shown);
  const alias = overtaken.seen;
  const task = alias && taskOf(versions, alias.model);
  const possible = candidates(versions, { task, except: undefined });
  const current = alias && `${alias.model.name}@${alias.model.version}`;
  const [chosen, setChosen] = useState(possible.find(({ id }) => id !== current)?.id ?? possible[0]?.id ?? "");
  const reread = useReread();
  const version = possible.find(({ id }) => id === chosen);
  const moving = useMutation({
    mutationFn: ({ name, model, to }: { name: string; model: string; to: string }) => moveAlias(api, name, { model, version: to }, alias),
    onError: overtaken.onError,
    onSuccess: async () => {
      await reread();
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = alias?.alias ?? textOf(new FormData(event.currentTarget), "alias").trim();
    if (version) moving.mutate({ name, model: version.name, to: version.version });
  };
  const wrong = moving.error instanceof ApiProblem ? moving.error.fields : {};
  const warning = version && reembedding(task, alias?.model, version, 100);
  return (
    <Dialog title={alias ? `Move ${alias.alias}` : "New alias"} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        {!alias && (
          <TextField
            label="Alias"
            name="alias"
            required
            maxLength={100}
            pattern="[a-z0-9][a-z0-9._\-]{0,99}"
            error={wrong["alias"]}
            hint="Lower-case letters, digits, dots, dashes and underscores; not the name of a model."
          />
        )}
        <SelectField
          label="It shall mean"
          value={chosen}
          choices={possible.map(versionChoice)}
          onChange={({ target }) => setChosen(target.value)}
          error={wrong["version"]}
        />
        <div className="space-y-2 text-sm">
          <p>
            {alias ? `Every organisation gets it from the next call on, instead of ${meantWords(alias.model)}. ` : ""}
            It is pinned there: no joining node moves it.
            {alias?.canary ? " The canary ends." : ""}
          </p>
          {version?.readyNodes === 0 && <Remark>No node serves this version now: calls of the alias would fail, or fall back.</Remark>}
          {warning !== undefined && <Remark>{warning}</Remark>}
        </div>
        {moving.error !== null && <Failure error={moving.error} />}
        <ChangedSince seen={overtaken} describe={describeAlias} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={version === undefined} pending={moving.isPending}>
            {alias ? "Move" : "Make the alias"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
