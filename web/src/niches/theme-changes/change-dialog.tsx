/** Asks what is to be changed about a theme: its name, what belongs to it, what does not. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { NicheDetail, Override, ThemeSummary } from "../../../../contracts/services/niche-analysis.ts";
import { Button } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { plural } from "../../interface/formats.ts";
import { Failure } from "../../interface/notice.tsx";
import { nicheQuery } from "../queries.ts";
import { changeThemes } from "./queries.ts";
import { TextChoice } from "./text-choice.tsx";

const kinds = [
  { value: "rename", label: "Give it another name" },
  { value: "merge", label: "Let it take in other themes" },
  { value: "split", label: "Split a theme off it" },
  { value: "move", label: "Move some of its texts elsewhere" },
] as const;
type Kind = (typeof kinds)[number]["value"];

/** The value of the choice "no theme". */
const nowhere = "";

export function ChangeDialog({ niche, theme, onClose }: { niche: NicheDetail; theme: ThemeSummary; onClose: () => void }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>("rename");
  const [chosen, setChosen] = useState<string[]>([]);
  const others = niche.themes.filter(({ id }) => id !== theme.id);
  const changing = useMutation({
    mutationFn: (change: Override) => changeThemes(niche.id, change),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const label = textOf(form, "label").trim();
    changing.mutate(
      {
        rename: { kind: "rename" as const, themeId: theme.id, label },
        merge: { kind: "merge" as const, into: theme.id, from: chosen },
        split: { kind: "split" as const, themeId: theme.id, evidenceIds: chosen, ...(label !== "" && { label }) },
        move: { kind: "move" as const, evidenceIds: chosen, to: textOf(form, "to") === nowhere ? null : textOf(form, "to") },
      }[kind],
    );
  };
  return (
    <Dialog title={`Change “${theme.label}”`} wide onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <SelectField
          label="What to change"
          value={kind}
          choices={kinds}
          onChange={(event) => {
            setKind(kinds.find(({ value }) => value === event.target.value)?.value ?? "rename");
            setChosen([]);
          }}
        />
        {kind === "rename" && <TextField label="New name" name="label" required maxLength={100} defaultValue={theme.label} />}
        {kind === "merge" && <ThemeChoice themes={others} chosen={chosen} onChoose={setChosen} />}
        {kind === "split" && (
          <>
            <TextChoice
              nicheId={niche.id}
              theme={theme}
              legend="Examples of what is to stand on its own"
              chosen={chosen}
              onChoose={setChosen}
            />
            <TextField
              label="Name of the new theme (optional)"
              name="label"
              maxLength={100}
              hint="The texts that are more like your examples than like the rest come along."
            />
          </>
        )}
        {kind === "move" && (
          <>
            <TextChoice nicheId={niche.id} theme={theme} legend="Texts to move" chosen={chosen} onChoose={setChosen} />
            <SelectField
              label="Where they belong"
              name="to"
              choices={[{ value: nowhere, label: "To no theme" }, ...others.map(({ id, label }) => ({ value: id, label }))]}
            />
          </>
        )}
        <p className="text-sm text-muted">Your change is kept and applied again after every analysis, until you take it back.</p>
        {changing.error !== null && <Failure error={changing.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={changing.isPending} disabled={kind !== "rename" && chosen.length === 0}>
            Change
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ThemeChoiceProps {
  themes: readonly ThemeSummary[];
  chosen: readonly string[];
  onChoose: (ids: string[]) => void;
}

function ThemeChoice({ themes, chosen, onChoose }: ThemeChoiceProps) {
  const legend = "Themes that belong to it";
  return (
    <fieldset className="space-y-2">
      <legend className="text-sm font-medium">{legend}</legend>
      <div className="max-h-72 overflow-y-auto rounded-lg border border-line p-3" tabIndex={0} role="group" aria-label={legend}>
        {themes.map(({ id, label, size }) => (
          <label key={id} className="flex min-h-8 items-center gap-2 text-sm wrap-anywhere">
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={chosen.includes(id)}
              onChange={(event) => onChoose(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
            />
            {label} ({plural(size, "text")})
          </label>
        ))}
      </div>
    </fieldset>
  );
}
