/** What the founder assumes of the market. Unknown is an honest answer: the interval shows what it costs. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { competitionLevels, growthRates, marketSizes, type Market, type NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { Button } from "../interface/button.tsx";
import { SelectField } from "../interface/field.tsx";
import { title } from "../interface/formats.ts";
import { Failure } from "../interface/notice.tsx";
import { nicheQuery, setMarket } from "./queries.ts";

const fields = [
  { name: "marketSize", label: "Market size", values: marketSizes },
  { name: "growthRate", label: "Growth", values: growthRates },
  { name: "competition", label: "Competition", values: competitionLevels },
] as const;

export function MarketForm({ niche }: { niche: NicheDetail }) {
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Partial<Market>>({});
  const market = { ...niche.market, ...edited };
  const changed = fields.some(({ name }) => market[name] !== niche.market[name]);
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
    <form
      onSubmit={submit}
      className="on-screen h-fit space-y-3 rounded-xl border border-line bg-surface p-4"
      aria-label="Market assumptions"
    >
      <p className="text-sm font-medium">Your assumptions</p>
      {fields.map(({ name, label, values }) => (
        <SelectField
          key={name}
          label={label}
          value={market[name]}
          choices={values.map((value) => ({ value, label: title(value) }))}
          onChange={(event) => setEdited({ ...edited, [name]: values.find((value) => value === event.target.value) ?? market[name] })}
        />
      ))}
      {saving.error !== null && <Failure error={saving.error} />}
      <Button type="submit" look="primary" disabled={!changed} pending={saving.isPending} className="w-full">
        Save assumptions
      </Button>
      <p className="text-xs text-muted" aria-live="polite">
        {saving.isSuccess && !changed ? "Saved; the score follows." : "The score follows at once."}
      </p>
    </form>
  );
}
