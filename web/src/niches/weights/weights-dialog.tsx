/** What the factors of a score count for: stated, or from comparisons of pairs, or the product's own. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { OpportunityWeights, WeightsChange } from "../../../../contracts/services/niche-analysis.ts";
import { Button } from "../../interface/button.tsx";
import { Dialog } from "../../interface/dialog.tsx";
import { Failure, Loaded } from "../../interface/notice.tsx";
import { PairQuestions } from "./pair-questions.tsx";
import { setWeights, weightsQuery } from "./queries.ts";
import { WeightFields } from "./weight-fields.tsx";
import { answerOf, judgementsOf, pairs, percentsOf, weightingInWords, weightsOf } from "./weighting.ts";

export function WeightsDialog({ onClose }: { onClose: () => void }) {
  const query = useQuery(weightsQuery);
  return (
    <Dialog title="Weights" onClose={onClose} wide>
      <Loaded query={query} what="the weights">
        {(weights) => <WeightsForm key={weights.version} weights={weights} onClose={onClose} />}
      </Loaded>
    </Dialog>
  );
}

function WeightsForm({ weights, onClose }: { weights: OpportunityWeights; onClose: () => void }) {
  const queries = useQueryClient();
  const [way, setWay] = useState<"stated" | "judgements">(weights.source === "judgements" ? "judgements" : "stated");
  const [percents, setPercents] = useState(percentsOf(weights.weights));
  const [chosen, setChosen] = useState<readonly string[]>(pairs.map(({ first, second }) => answered(weights, first, second)));
  const saving = useMutation({
    mutationFn: (change: WeightsChange) => setWeights(change, weights),
    // Somebody else may have set others: what is shown next is what is there.
    onError: () => queries.invalidateQueries({ queryKey: weightsQuery.queryKey }),
    onSuccess: (saved) => {
      onClose();
      queries.setQueryData(weightsQuery.queryKey, saved);
      for (const key of ["niches", "niche", "comparison"]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(
      way === "stated" ? { kind: "stated", weights: weightsOf(percents) } : { kind: "judgements", judgements: judgementsOf(chosen) },
    );
  };
  return (
    <form onSubmit={submit} className="space-y-4">
      <p className="text-sm text-muted">
        Every score, list and comparison of your organisation is made with these. Now: {weightingInWords(weights)}.
      </p>
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <legend className="sr-only">How to set the weights</legend>
        <Way label="State them" checked={way === "stated"} onChoose={() => setWay("stated")} />
        <Way label="Compare pairs" checked={way === "judgements"} onChoose={() => setWay("judgements")} />
      </fieldset>
      {way === "stated" ? (
        <WeightFields percents={percents} onChange={setPercents} />
      ) : (
        <PairQuestions chosen={chosen} onChange={setChosen} />
      )}
      {saving.error !== null && <Failure error={saving.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="quiet" disabled={weights.source === "default" || saving.isPending} onClick={() => saving.mutate({ kind: "default" })}>
          Back to the product's own
        </Button>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" pending={saving.isPending}>
          Save weights
        </Button>
      </div>
    </form>
  );
}

function Way({ label, checked, onChoose }: { label: string; checked: boolean; onChoose: () => void }) {
  return (
    <label className="flex min-h-10 items-center gap-2">
      <input type="radio" name="way" checked={checked} onChange={onChoose} className="accent-accent" /> {label}
    </label>
  );
}

/** As it was answered before, else that both matter alike. */
function answered({ judgements = [] }: OpportunityWeights, first: string, second: string): string {
  const known = judgements.find((one) => one.first === first && one.second === second);
  const reverse = judgements.find((one) => one.first === second && one.second === first);
  return answerOf(known?.times ?? 1 / (reverse?.times ?? 1));
}
