/** Weights from fifteen questions: which of two factors matters more, and how much. Says whether the answers contradict each other. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { factorNames } from "../../../../contracts/services/niche-analysis.ts";
import { SelectField } from "../../interface/field.tsx";
import { figure, percent, title, words } from "../../interface/formats.ts";
import { Failure, Remark } from "../../interface/notice.tsx";
import { judgedQuery } from "./queries.ts";
import { answerOf, answers, judgementsOf, pairs } from "./weighting.ts";

interface PairQuestionsProps {
  /** A value of `answers` for each of `pairs`. */
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

export function PairQuestions({ chosen, onChange }: PairQuestionsProps) {
  const { data, error } = useQuery({ ...judgedQuery(judgementsOf(chosen)), placeholderData: keepPreviousData });
  const worst = data?.revise;
  const isWorst = (i: number) => {
    const [first, second] = [worst && factorNames[worst.first], worst && factorNames[worst.second]];
    return pairs[i]?.first === first && pairs[i]?.second === second;
  };
  const [first = "", second = ""] = [worst && factorNames[worst.first], worst && factorNames[worst.second]];
  return (
    <div className="space-y-4">
      <div aria-live="polite" className="space-y-2">
        {error !== null && <Failure error={error} />}
        {data && (
          <>
            <p className="text-sm">
              {factorNames.map((name, i) => `${title(name)} ${percent(data.weights[i] ?? 0)}`).join(", ")}. Consistency ratio{" "}
              {figure(Number(data.consistencyRatio.toFixed(3)))}
              {data.consistent ? ", at most 0.1: your answers fit together." : "."}
            </p>
            {worst && (
              <Remark>
                Above 0.1 your answers contradict each other. The one that fits least: {words(first)} against {words(second)}; the others
                suggest “{answers.find(({ value }) => value === answerOf(worst.suggested))?.words(words(first), words(second))}”.
              </Remark>
            )}
          </>
        )}
      </div>
      <fieldset className="grid grid-cols-1 gap-3 sm:grid-cols-2">
        <legend className="mb-2 text-sm text-muted">What matters more for you?</legend>
        {pairs.map((pair, i) => (
          <SelectField
            key={`${pair.first} ${pair.second}`}
            label={`${title(pair.first)} or ${words(pair.second)}`}
            hint={isWorst(i) ? "fits the others least" : undefined}
            value={chosen[i] ?? "1"}
            choices={answers.map(({ value, words: phrase }) => ({ value, label: phrase(words(pair.first), words(pair.second)) }))}
            onChange={(event) => onChange(chosen.map((one, k) => (k === i ? event.target.value : one)))}
          />
        ))}
      </fieldset>
      <p className="text-xs text-muted">
        Analytic hierarchy process (Saaty 1980): weights are the principal eigenvector of the answers; the consistency ratio uses the random
        index of Saaty 2008.
      </p>
    </div>
  );
}
