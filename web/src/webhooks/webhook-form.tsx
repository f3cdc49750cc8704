/** Address, purpose and events of an endpoint, to be made or changed. */
import { useState, type FormEvent } from "react";
import type { EventType } from "../../../contracts/events/index.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { TextField } from "../interface/field.tsx";
import { textOf } from "../interface/form.ts";
import { Meanings } from "../interface/meanings.tsx";
import { Failure } from "../interface/notice.tsx";
import { EventTypeChoice, isEventType } from "./event-type-choice.tsx";

export interface WebhookDraft {
  url: string;
  description: string;
  /** Empty: all. */
  types: EventType[];
}

interface WebhookFormProps {
  initial: { url: string; description: string; types: readonly string[] };
  /** The verb on the button. */
  verb: string;
  pending: boolean;
  error: unknown;
  onSubmit: (draft: WebhookDraft) => void;
  onCancel: () => void;
}

const addressRules = [
  { word: "https:// and a host name of the public internet", meaning: "For example https://hooks.yourshop.com/paissive. Any port." },
  {
    word: "Refused, now and before every delivery",
    meaning:
      "IP addresses in any spelling, names without a dot, localhost, .local, .internal and other names of private networks, user names in the address, plain HTTP. Otherwise a webhook could make our servers call machines that nobody outside may reach.",
  },
  { word: "On your own machine", meaning: "When started with npm start, http://localhost and 127.0.0.1 are allowed too." },
  { word: "Redirects are not followed", meaning: "Give the final address." },
];

export function WebhookForm({ initial, verb, pending, error, onSubmit, onCancel }: WebhookFormProps) {
  const [chosen, setChosen] = useState<string[] | undefined>(initial.types.length === 0 ? undefined : [...initial.types]);
  const [missing, setMissing] = useState(false);
  const wrong = error instanceof ApiProblem ? error.fields : {};
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const none = chosen?.length === 0;
    setMissing(none);
    if (none) return;
    onSubmit({ url: textOf(form, "url"), description: textOf(form, "description"), types: (chosen ?? []).filter(isEventType) });
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <TextField
        label="Address"
        name="url"
        type="url"
        required
        maxLength={2_000}
        autoFocus
        defaultValue={initial.url}
        error={wrong["url"]}
        placeholder="https://hooks.yourshop.com/paissive"
      />
      <Meanings title="Which addresses are allowed" items={addressRules} />
      <TextField
        label="What it is for (optional)"
        name="description"
        maxLength={200}
        defaultValue={initial.description}
        error={wrong["description"]}
      />
      <EventTypeChoice
        chosen={chosen}
        onChoose={(types) => {
          setChosen(types);
          setMissing(false);
        }}
        error={missing ? "Choose at least one type, or all." : wrong["types"]}
      />
      {error !== null && <Failure error={error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" pending={pending}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
