/**
 * What the founder assumes of the market, beside what evidence says of it. Nothing assumed is an honest answer: evidence counts where there is some,
 * and the interval shows what the rest costs.
 */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import {
  competitionLevels,
  growthRates,
  marketSizes,
  monetizationLevels,
  type Market,
  type NicheDetail,
} from "../../../contracts/services/niche-analysis.ts";
import { figureInWords, levelsInWords } from "../../../contracts/services/niche-level-words.ts";
import { Button } from "../interface/button.tsx";
import { SelectField } from "../interface/field.tsx";
import { title } from "../interface/formats.ts";
import { Failure } from "../interface/notice.tsx";
import { EvidenceButton } from "./evidence-button.tsx";
import { nicheQuery, setMarket } from "./queries.ts";

const fields = [
  { name: "marketSize", label: "Market size", values: marketSizes, factor: "market_size" },
  { name: "growthRate", label: "Growth", values: growthRates, factor: "growth_rate" },
  { name: "competition", label: "Competition", values: competitionLevels, factor: "competition" },
  { name: "monetization", label: "Monetization", values: monetizationLevels, factor: "monetization_potential" },
] as const;

export function MarketForm({ niche }: { niche: NicheDetail }) {
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Partial<Market>>({});
  const market = { ...niche.market, ...edited };
  const changed = fields.some(({ name }) => (market[name] ?? "unknown") !== (niche.market[name] ?? "unknown"));
  const saving = useMutation({
    mutationFn: (wanted: Market) => setMarket(niche, wanted),
    // Somebody else may have changed it: what they see next is what is there.
    onError: () => queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey }),
    onSuccess: (saved) => {
      queries.setQueryData(nicheQuery(niche.id).queryKey, saved);
      setEdited({});
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate(market);
  };
  return (
    <form onSubmit={submit} className="on-screen space-y-3 rounded-xl border border-line bg-surface p-4" aria-label="Market assumptions">
      <p className="text-sm font-medium">Your assumptions</p>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
        {fields.map(({ name, label, values, factor }) => {
          const reading = niche.opportunity?.factors.find((one) => one.name === factor)?.reading;
          const nobody = reading
            ? `From ${reading.basis === "evidence" ? "evidence" : "what was stated"}: ${levelsInWords(reading)}`
            : "Unknown";
          return (
            <div key={name} className="space-y-1">
              <SelectField
                label={label}
                value={market[name] ?? "unknown"}
                choices={values.map((value) => ({ value, label: value === "unknown" ? nobody : title(value) }))}
                onChange={(event) => setEdited({ ...edited, [name]: values.find((value) => value === event.target.value) ?? market[name] })}
              />
              {reading && (
                <p className="text-xs text-muted">
                  {figureInWords(reading)}.{" "}
                  <EvidenceButton nicheId={niche.id} ids={reading.evidenceIds} about={`${label}: ${reading.figure}`} />
                  {(niche.market[name] ?? "unknown") !== "unknown" && (
                    <button
                      type="button"
                      className="ml-1 text-accent underline-offset-4 hover:underline"
                      aria-label={`${label}: use the evidence`}
                      onClick={() => saving.mutate({ ...niche.market, [name]: "unknown" })}
                    >
                      Use this instead
                    </button>
                  )}
                </p>
              )}
            </div>
          );
        })}
      </div>
      {saving.error !== null && <Failure error={saving.error} />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" look="primary" disabled={!changed} pending={saving.isPending}>
          Save assumptions
        </Button>
        <p className="text-xs text-muted" aria-live="polite">
          {saving.isSuccess && !changed ? "Saved; the score follows." : "The score follows at once."}
        </p>
      </div>
    </form>
  );
}
