/** Asks what is to be looked at again and again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { sourceKinds, type NicheDetail, type SourceKind } from "../../../../contracts/services/niche-analysis.ts";
import { ApiProblem } from "../../api/problem.ts";
import { Button } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { SelectField, TextField } from "../../interface/field.tsx";
import { textOf } from "../../interface/form.ts";
import { Failure } from "../../interface/notice.tsx";
import { nicheQuery } from "../queries.ts";
import { addSource } from "./queries.ts";
import { draftOf, fieldsOf, type FieldName, type SourceDraft } from "./source-draft.ts";
import { intervals, kindNames } from "./source-words.ts";

interface FieldTexts {
  label: string;
  hint: string;
  placeholder?: string;
  required: boolean;
  type?: "date" | "url";
}

const query = { label: "Words to search for", required: true };
const fields: Record<FieldName, FieldTexts> = {
  query: { ...query, hint: "Stories and comments that hold all of them.", placeholder: "invoice software" },
  site: {
    label: "Site",
    hint: "The first part of its address: stackoverflow, superuser, money.",
    placeholder: "superuser",
    required: true,
  },
  url: {
    label: "Address of the feed",
    hint: "It begins with https:// and often ends in /feed, /rss or .xml. The address of the page itself is not enough.",
    placeholder: "https://forum.example.com/latest.rss",
    required: true,
    type: "url",
  },
  token: {
    label: "Name of a token (optional)",
    hint: "Lets more be asked. Only the name: the token itself is kept by whoever runs the installation.",
    required: false,
  },
  since: { label: "Since (optional)", hint: "The first day to fetch; 90 days back unless you say so.", required: false, type: "date" },
};
const queryHints: Partial<Record<SourceKind, Pick<FieldTexts, "hint" | "placeholder">>> = {
  "stack-exchange": { hint: "Questions that hold them. Answers are not fetched.", placeholder: "invoice export" },
  "github-issues": {
    hint: "As in GitHub's own search: words, and where to look, such as repo:owner/name or label:bug.",
    placeholder: "repo:owner/name export",
  },
};

export function AddSourceDialog({ niche, onClose }: { niche: NicheDetail; onClose: () => void }) {
  const queries = useQueryClient();
  const [kind, setKind] = useState<SourceKind>("hacker-news");
  const adding = useMutation({
    mutationFn: (draft: SourceDraft) => addSource(niche.id, draft),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey });
      onClose();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    adding.mutate(draftOf(kind, (name) => textOf(form, name)));
  };
  const wrong = adding.error instanceof ApiProblem ? adding.error.fields : {};
  return (
    <Dialog title="Add a source" onClose={onClose}>
      <form onSubmit={submit} className="space-y-4">
        <SelectField
          label="Where to look"
          value={kind}
          choices={sourceKinds.map((value) => ({ value, label: kindNames[value] }))}
          onChange={(event) => {
            adding.reset();
            setKind(sourceKinds.find((one) => one === event.target.value) ?? "hacker-news");
          }}
        />
        {fieldsOf[kind].map((name) => {
          const { type = "text", ...texts } = { ...fields[name], ...(name === "query" ? queryHints[kind] : {}) };
          return (
            <TextField
              key={`${kind} ${name}`}
              {...texts}
              name={name}
              type={type}
              maxLength={name === "url" ? 2_000 : 200}
              error={wrong[name]}
            />
          );
        })}
        <SelectField label="How often" name="intervalMinutes" defaultValue="60" choices={intervals} />
        <p className="text-sm text-muted">
          Only what anybody can read there is fetched, slowly, and masked as a file would be. Look whether the site's terms allow what you
          want to do with it.
        </p>
        {adding.error !== null && <Failure error={adding.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" pending={adding.isPending}>
            Add source
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
