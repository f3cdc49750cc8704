/** Gives a share of organisations another version of an alias. */
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { AliasView } from "../../../../contracts/services/model-registry.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { ChangedSince } from "../../interface/changed-since.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextField } from "../../interface/field.tsx";
import { Empty, Failure, Remark } from "../../interface/notice.tsx";
import { setCanary } from "../operator-queries.ts";
import { describeAlias, taskOf, useReread, useSeenAlias, type AliasDialogProps } from "./alias-dialog.tsx";
import { reembedding } from "./meant.ts";
import { candidates, versionChoice } from "./version-choice.ts";

export function CanaryDialog({ api, alias: shown, versions, onClose }: AliasDialogProps & { alias: AliasView }) {
  const overtaken = useSeenAlias(shown);
  const alias = overtaken.seen;
  const { model, canary } = alias;
  const task = taskOf(versions, model);
  const possible = candidates(versions, { task, except: model });
  const [chosen, setChosen] = useState(canary ? `${canary.name}@${canary.version}` : (possible[0]?.id ?? ""));
  const [percent, setPercent] = useState(String(canary?.percent ?? 10));
  const reread = useReread();
  const version = possible.find(({ id }) => id === chosen);
  const setting = useMutation({
    mutationFn: (target: { model: string; version: string; percent: number }) => setCanary(api, alias, target),
    onError: overtaken.onError,
    onSuccess: async () => {
      await reread();
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (version) setting.mutate({ model: version.name, version: version.version, percent: Number(percent) });
  };
  const wrong = setting.error instanceof ApiProblem ? setting.error.fields : {};
  const warning = version && reembedding(task, model, version, Number(percent));
  return (
    <Dialog title={`Canary of ${alias.alias}`} onClose={onClose}>
      {possible.length === 0 ? (
        <Empty title="There is no other version for this task">
          <p>Start a node that brings one, or register it over the API.</p>
        </Empty>
      ) : (
        <form onSubmit={submit} className="space-y-4">
          <SelectField
            label="Version to try"
            value={chosen}
            choices={possible.map(versionChoice)}
            onChange={({ target }) => setChosen(target.value)}
            error={wrong["version"]}
          />
          <TextField
            label="Share of organisations, per cent"
            type="number"
            required
            min={0.01}
            max={99.99}
            step="any"
            value={percent}
            onChange={({ target }) => setPercent(target.value)}
            error={wrong["percent"]}
            hint="Which ones is fixed by their ids: a higher share adds to them, a lower one takes some back."
          />
          {version?.readyNodes === 0 && (
            <Remark>No node serves this version now: calls of these organisations would fail, or fall back.</Remark>
          )}
          {warning !== undefined && <Remark>{warning}</Remark>}
          {setting.error !== null && <Failure error={setting.error} />}
          <ChangedSince seen={overtaken} describe={describeAlias} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" look="primary" pending={setting.isPending}>
              {canary ? "Change the canary" : "Begin the canary"}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
