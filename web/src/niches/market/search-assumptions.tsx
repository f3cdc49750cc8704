/** What figures of searches assume, to be changed for a look: nothing of it is kept. */
import { useState, type FormEvent } from "react";
import { marketFiguresQuerySchema, type MarketFiguresQuery } from "../../../../contracts/services/niche-market-figures.ts";
import { Button } from "../../interface/button.tsx";
import { NumberCell } from "../../interface/field.tsx";

interface SearchAssumptionsProps {
  assumed: MarketFiguresQuery;
  onAssume: (assumed: MarketFiguresQuery) => void;
}

export const usualAssumptions = marketFiguresQuerySchema.parse({});

const shares = [
  { label: "Of the searches, those that click, %", names: ["clickLow", "clickLikely", "clickHigh"] },
  { label: "Of the visits, those that become customers, %", names: ["payLow", "payLikely", "payHigh"] },
] as const;
const ends = ["low", "likeliest", "high"] as const;

export function SearchAssumptions({ assumed, onAssume }: SearchAssumptionsProps) {
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = Array.from(new FormData(event.currentTarget), ([name, value]) => [
      name,
      name === "maxDomains" ? value : Number(value) / 100,
    ]);
    const read = marketFiguresQuerySchema.safeParse(Object.fromEntries(typed));
    setWrong(!read.success);
    if (read.success) onAssume(read.data);
  };
  return (
    <details className="on-screen text-sm">
      <summary className="w-fit text-accent underline-offset-4 hover:underline">Assume something else</summary>
      <form
        key={JSON.stringify(assumed)}
        onSubmit={submit}
        noValidate
        className="mt-2 max-w-md space-y-3"
        aria-label="Assumptions about searches"
      >
        {shares.map(({ label, names }) => (
          <fieldset key={label}>
            <legend className="font-medium">{label}</legend>
            <div className="mt-1 grid grid-cols-3 gap-2">
              {names.map((name, i) => (
                <label key={name} className="text-xs text-muted">
                  {ends[i]}
                  <NumberCell label={`${label}, ${ends[i]}`} name={name} defaultValue={Number((100 * assumed[name]).toPrecision(6))} />
                </label>
              ))}
            </div>
          </fieldset>
        ))}
        <label className="block font-medium">
          Linking domains at which a keyword is as hard as can be
          <span className="mt-1 block max-w-32 font-normal">
            <NumberCell
              label="Linking domains at which a keyword is as hard as can be"
              name="maxDomains"
              defaultValue={assumed.maxDomains}
            />
          </span>
        </label>
        {wrong && (
          <p role="alert" className="text-bad">
            Shares are above 0 and at most 100 per cent; the domains a whole number from 10 to 10,000,000.
          </p>
        )}
        <div className="flex gap-2">
          <Button type="submit">Compute again</Button>
          <Button look="quiet" onClick={() => onAssume(usualAssumptions)}>
            Back to the usual
          </Button>
        </div>
        <p className="text-muted">For this page only: reports and comparisons keep the usual ones.</p>
      </form>
    </details>
  );
}
