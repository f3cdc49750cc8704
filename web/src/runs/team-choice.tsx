/** Which team does it: one that exists, or a new one with its rule for approvals. */
import type { Team } from "../../../contracts/services/agent-teams.ts";
import { SelectField, TextField } from "../interface/field.tsx";

export const newTeam = "new";

export interface TeamDraft {
  /** Id of a team, or `newTeam`. */
  teamId: string;
  name: string;
  marketing: "ask" | "auto";
}

interface TeamChoiceProps {
  teams: readonly Team[];
  draft: TeamDraft;
  onChange: (draft: TeamDraft) => void;
  nameError: string | undefined;
}

const policies = [
  { value: "ask", label: "Ask me before the marketing step" },
  { value: "auto", label: "Approve automatically (the record says so)" },
];

export function TeamChoice({ teams, draft, onChange, nameError }: TeamChoiceProps) {
  const choices = [
    ...teams.map(({ id, name, approvals }) => ({
      value: id,
      label: `${name} (${approvals.marketing === "ask" ? "asks" : "approves automatically"})`,
    })),
    { value: newTeam, label: "Create a new team" },
  ];
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <SelectField
        label="Team"
        choices={choices}
        value={draft.teamId}
        onChange={(event) => onChange({ ...draft, teamId: event.target.value })}
      />
      {draft.teamId === newTeam && (
        <>
          <TextField
            label="Team name"
            required
            maxLength={120}
            value={draft.name}
            error={nameError}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
          <SelectField
            label="Approvals"
            choices={policies}
            value={draft.marketing}
            onChange={(event) => onChange({ ...draft, marketing: event.target.value === "auto" ? "auto" : "ask" })}
          />
        </>
      )}
    </div>
  );
}
