/** Figures that the founder may state, each with a range; what stays empty is assumed by the method. */
import type { Currency } from "../../../contracts/money.ts";
import { NumberCell } from "../interface/field.tsx";
import { Table, type Column } from "../interface/table.tsx";
import {
  assumptionFields,
  assumptionPath,
  defaultOf,
  notTyped,
  type AssumptionField,
  type TypedAssumptions,
  type TypedEstimate,
} from "./assumption-fields.ts";

interface AssumptionsTableProps {
  currency: Currency;
  typed: TypedAssumptions;
  /** What the server found wrong, by `assumptionPath`. */
  wrong: Readonly<Record<string, string>>;
  onChange: (typed: TypedAssumptions) => void;
}

export function AssumptionsInput({ currency, typed, wrong, onChange }: AssumptionsTableProps) {
  const set = (key: string, part: keyof TypedEstimate, text: string) =>
    onChange({ ...typed, [key]: { ...notTyped, ...typed[key], [part]: text } });
  const cell = (part: keyof TypedEstimate, name: string) => (field: AssumptionField) =>
    field.ranged || part === "value" ? (
      <NumberCell
        label={`${field.label}, ${name}`}
        placeholder={part === "value" ? defaultOf(field, currency) : ""}
        value={typed[field.key]?.[part] ?? ""}
        aria-invalid={wrong[assumptionPath(field)] !== undefined}
        onChange={(event) => set(field.key, part, event.target.value)}
      />
    ) : null;
  const columns: Column<AssumptionField>[] = [
    {
      header: "Assumption",
      heads: true,
      className: "min-w-48",
      cell: (field) => (
        <>
          {field.label}
          <span className="block text-xs font-normal text-muted">{field.unit === "money" ? `${currency} ${field.hint}` : field.hint}</span>
          <span className="block text-xs font-normal text-bad">{wrong[assumptionPath(field)]}</span>
        </>
      ),
    },
    { header: "Value", cell: cell("value", "value") },
    { header: "At least", cell: cell("low", "at least") },
    { header: "At most", cell: cell("high", "at most") },
  ];
  return <Table caption="Assumptions" columns={columns} rows={assumptionFields} keyOf={({ key }) => key} />;
}
