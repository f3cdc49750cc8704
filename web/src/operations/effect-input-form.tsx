/** The input of a dead effect as JSON, to be corrected before it is tried again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { EffectView } from "../../../contracts/actor.ts";
import type { EffectReference } from "../../../contracts/services/actors.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { ChangedSince } from "../interface/changed-since.tsx";
import { TextAreaField } from "../interface/field.tsx";
import { Failure } from "../interface/notice.tsx";
import { useSeen } from "../interface/overtaken.ts";
import { indented, readJson } from "./json-input.ts";
import { editEffect, effectQuery } from "./queries.ts";

interface EffectInputFormProps {
  reference: EffectReference;
  effect: EffectView;
  onSaved: (effect: EffectView) => void;
  /** Whether the text differs from what is stored. */
  onChanged: (changed: boolean) => void;
}

export function EffectInputForm({ reference, effect, onSaved, onChanged }: EffectInputFormProps) {
  const stored = indented(effect.input);
  const [text, setText] = useState(stored);
  const [wrong, setWrong] = useState<string>();
  const queries = useQueryClient();
  const overtaken = useSeen(effect, () => queries.fetchQuery({ ...effectQuery(reference), staleTime: 0 }));
  const saving = useMutation({
    mutationFn: (input: unknown) => editEffect(reference, input, overtaken.seen.version),
    onError: overtaken.onError,
    onSuccess: (saved) => {
      overtaken.take(saved);
      setText(indented(saved.input));
      onChanged(false);
      onSaved(saved);
    },
  });
  const write = (next: string) => {
    setText(next);
    setWrong(undefined);
    onChanged(next !== stored);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = readJson(text);
    setWrong(read.ok ? undefined : read.message);
    if (read.ok) saving.mutate(read.value);
  };
  const refused = saving.error instanceof ApiProblem ? saving.error.fields["input"] : undefined;
  return (
    <form onSubmit={submit} className="space-y-3">
      <TextAreaField
        label="Input (JSON)"
        value={text}
        onChange={(event) => write(event.target.value)}
        rows={Math.min(18, Math.max(4, stored.split("\n").length))}
        spellCheck={false}
        autoCapitalize="off"
        error={wrong ?? refused}
        hint="What the effect is given. Its form belongs to its type; a wrong one makes the next attempt fail and say why."
        className="[&_textarea]:font-mono"
      />
      {saving.error !== null && <Failure error={saving.error} />}
      {saving.error !== null && <ChangedSince seen={overtaken} describe={({ input, status }) => ({ Input: input, State: status })} />}
      <div className="flex gap-2">
        <Button type="submit" disabled={text === stored} pending={saving.isPending}>
          Save the input
        </Button>
        <Button disabled={text === stored} onClick={() => write(stored)}>
          Undo
        </Button>
      </div>
    </form>
  );
}
