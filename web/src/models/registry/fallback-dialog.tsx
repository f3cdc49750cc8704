/** Which versions are asked when the one that an alias means cannot answer. */
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { FallbackStrategy } from "../../../../contracts/model-fallback.ts";
import type { AliasView } from "../../../../contracts/services/model-registry.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { ChangedSince } from "../../interface/changed-since.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextAreaField, TextField } from "../../interface/field.tsx";
import { words } from "../../interface/formats.ts";
import { Failure, Remark } from "../../interface/notice.tsx";
import { endFallback, setFallback } from "../operator-queries.ts";
import { describeAlias, taskOf, useReread, useSeenAlias, type AliasDialogProps } from "./alias-dialog.tsx";
import { addable, draftOf, earlier, requestOf, strategyWords, type FallbackDraft } from "./fallback-draft.ts";

export function FallbackDialog({ api, alias: shown, versions, onClose }: AliasDialogProps & { alias: AliasView }) {
  const overtaken = useSeenAlias(shown);
  const alias = overtaken.seen;
  const [draft, setDraft] = useState(() => draftOf(alias.fallback));
  const reread = useReread();
  const changing = useMutation({
    mutationFn: (wanted: FallbackDraft | null): Promise<unknown> =>
      wanted === null ? endFallback(api, alias.alias) : setFallback(api, alias, requestOf(wanted)),
    onError: overtaken.onError,
    onSuccess: async () => {
      await reread();
      onClose();
    },
  });
  const change = (part: Partial<FallbackDraft>) => setDraft({ ...draft, ...part });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (draft.strategies.length > 0) changing.mutate(draft);
  };
  const wrong = changing.error instanceof ApiProblem ? changing.error.fields : {};
  return (
    <Dialog title={`Fallback of ${alias.alias}`} onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <Strategies chosen={draft.strategies} onChoose={(strategies) => change({ strategies })} error={wrong["strategies"]} />
        {draft.strategies.includes("specified-list") && (
          <TextAreaField
            label="Versions to ask"
            required
            rows={3}
            value={draft.models}
            onChange={({ target }) => change({ models: target.value })}
            error={wrong["models"]}
            hint="One a line, the first is asked first: an alias, a model's name, or name@version."
          />
        )}
        {draft.strategies.includes("capability") && (
          <TextAreaField
            label="Capabilities that it must have"
            required
            rows={2}
            value={draft.capabilities}
            onChange={({ target }) => change({ capabilities: target.value })}
            error={wrong["capabilities"]}
            hint="One a line, as manifests name them: lang:de."
          />
        )}
        <TextField
          label="Versions that one call asks at most"
          type="number"
          required
          min={1}
          max={5}
          value={draft.maxAttempts}
          onChange={({ target }) => change({ maxAttempts: target.value })}
          error={wrong["maxAttempts"]}
          hint="The alias's own counts too."
        />
        <TextField
          label="Only of these providers (optional)"
          value={draft.providers.replaceAll("\n", ", ")}
          onChange={({ target }) => change({ providers: target.value })}
          error={wrong["providers"]}
          hint="With commas between them, those named first preferred. local is what nodes compute themselves."
        />
        {taskOf(versions, alias.model) === "embedding" && (
          <Remark>Vectors of another model cannot be compared with those of this one: each answer says which version computed it.</Remark>
        )}
        {changing.error !== null && <Failure error={changing.error} />}
        <ChangedSince seen={overtaken} describe={describeAlias} />
        <div className="flex flex-wrap justify-end gap-2">
          {alias.fallback !== null && (
            <Button look="danger" pending={changing.isPending} onClick={() => changing.mutate(null)}>
              Remove the fallback
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={changing.isPending} disabled={draft.strategies.length === 0}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface StrategiesProps {
  chosen: readonly FallbackStrategy[];
  onChoose: (strategies: FallbackStrategy[]) => void;
  error: string | undefined;
}

function Strategies({ chosen, onChoose, error }: StrategiesProps) {
  const further = addable(chosen);
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">Asked in this order</legend>
      {chosen.length > 0 && (
        <ol className="space-y-1">
          {chosen.map((strategy, index) => (
            <li key={strategy} className="flex flex-wrap items-center gap-2 text-sm">
              <span className="grow">
                {index + 1}. <span className="font-medium">{words(strategy)}</span>: {strategyWords[strategy]}
              </span>
              {index > 0 && (
                <Button aria-label={`Ask ${words(strategy)} earlier`} onClick={() => onChoose(earlier(chosen, strategy))}>
                  Earlier
                </Button>
              )}
              <Button aria-label={`Do not ask ${words(strategy)}`} onClick={() => onChoose(chosen.filter((one) => one !== strategy))}>
                Remove
              </Button>
            </li>
          ))}
        </ol>
      )}
      {further.length > 0 && (
        <SelectField
          label={chosen.length === 0 ? "First ask" : "Then ask"}
          value=""
          choices={[
            { value: "", label: "Choose" },
            ...further.map((strategy) => ({ value: strategy, label: `${words(strategy)}: ${strategyWords[strategy]}` })),
          ]}
          onChange={({ target }) => onChoose([...chosen, ...further.filter((strategy) => strategy === target.value)])}
          error={error}
        />
      )}
    </fieldset>
  );
}
