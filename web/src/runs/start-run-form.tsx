/** Team, product and assumptions of a new run. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import type { Team } from "../../../contracts/services/agent-teams.ts";
import { ApiProblem } from "../api/problem.ts";
import { Button } from "../interface/button.tsx";
import { Failure } from "../interface/notice.tsx";
import { Card, Section } from "../interface/page.tsx";
import type { TypedAssumptions } from "./assumption-fields.ts";
import { AssumptionsInput } from "./assumptions-input.tsx";
import { emptyProduct, ProductFields, statedProduct, type ProductDraft } from "./product-fields.tsx";
import { createTeam, runQuery, startRun, teamsQuery } from "./queries.ts";
import { statedAssumptions } from "./assumption-fields.ts";
import { newTeam, TeamChoice, type TeamDraft } from "./team-choice.tsx";

export function StartRunForm({ nicheId, teams }: { nicheId: string; teams: readonly Team[] }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [team, setTeam] = useState<TeamDraft>({ teamId: teams[0]?.id ?? newTeam, name: "My team", marketing: "ask" });
  const [product, setProduct] = useState<ProductDraft>(emptyProduct);
  const [typed, setTyped] = useState<TypedAssumptions>({});
  const starting = useMutation({
    mutationFn: async () => {
      const teamId = await existingTeam(team);
      // Should the run be refused, the next try uses the team that stands now instead of making another.
      setTeam({ ...team, teamId });
      const assumptions = { ...statedProduct(product), ...statedAssumptions(typed, product.currency) };
      return startRun({ teamId, nicheId, assumptions });
    },
    onSuccess: (run) => {
      queries.setQueryData(runQuery(run.id).queryKey, run);
      void navigate({ to: "/runs/$runId", params: { runId: run.id }, search: {} });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: teamsQuery.queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    starting.mutate();
  };
  const wrong = starting.error instanceof ApiProblem ? starting.error.fields : {};
  return (
    <form onSubmit={submit} className="space-y-8">
      <Section title="Team">
        <Card>
          <TeamChoice teams={teams} draft={team} onChange={setTeam} nameError={wrong["name"]} />
        </Card>
      </Section>
      <Section title="Product and audience" lead="All of it can stay empty.">
        <Card>
          <ProductFields draft={product} onChange={setProduct} />
        </Card>
      </Section>
      <Section
        title="Assumptions"
        lead="Grey figures are what the method assumes. State what you know better, with a range if you are not sure: the results say which figures were yours."
      >
        <AssumptionsInput currency={product.currency} typed={typed} wrong={wrong} onChange={setTyped} />
      </Section>
      {starting.error !== null && <Failure error={starting.error} />}
      <Button type="submit" look="primary" pending={starting.isPending}>
        Start run
      </Button>
    </form>
  );
}

async function existingTeam({ teamId, name, marketing }: TeamDraft): Promise<string> {
  return teamId === newTeam ? (await createTeam({ name, approvals: { marketing } })).id : teamId;
}
