/** Six weights that add up to 100 %: moving one lets those that nobody has moved yet share the rest. */
import { useState } from "react";
import { factorNames, type FactorName } from "../../../../contracts/services/niche-analysis.ts";
import { NumberCell } from "../../interface/field.tsx";
import { title } from "../../interface/formats.ts";
import { rebalanced, type Percents } from "./weighting.ts";

interface WeightFieldsProps {
  percents: Percents;
  onChange: (percents: Percents) => void;
}

export function WeightFields({ percents, onChange }: WeightFieldsProps) {
  const [moved, setMoved] = useState<ReadonlySet<FactorName>>(new Set());
  const move = (name: FactorName, value: number) => {
    onChange(rebalanced(percents, name, Number.isFinite(value) ? value : 0, moved));
    setMoved(moved.size >= factorNames.length - 1 && !moved.has(name) ? new Set([name]) : new Set([...moved, name]));
  };
  return (
    <fieldset className="space-y-2">
      <legend className="mb-2 text-sm text-muted">
        Move one, and those that you have not moved share the rest in their proportions. Together they are always 100 %.
      </legend>
      {factorNames.map((name) => (
        <div key={name} className="grid grid-cols-[minmax(0,1fr)_6rem] items-center gap-x-3 sm:grid-cols-[12rem_minmax(0,1fr)_6rem]">
          <span className="col-span-2 text-sm font-medium sm:col-span-1">{title(name)}</span>
          <input
            type="range"
            min={0}
            max={100}
            step={1}
            aria-label={`${title(name)}, per cent`}
            aria-valuetext={`${percents[name]} per cent`}
            value={percents[name]}
            onChange={(event) => move(name, event.target.valueAsNumber)}
            className="min-h-10 w-full accent-accent"
          />
          <NumberCell
            label={`${title(name)}, per cent, as a number`}
            min={0}
            max={100}
            value={percents[name]}
            onChange={(event) => move(name, Number(event.target.value))}
          />
        </div>
      ))}
    </fieldset>
  );
}
