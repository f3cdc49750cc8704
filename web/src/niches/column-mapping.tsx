/** Which column of the file holds what. Left empty, the import finds out by itself. */
import { useId } from "react";
import type { ColumnMapping } from "../../../contracts/services/niche-analysis.ts";
import { TextField } from "../interface/field.tsx";
import { AttributeChoice } from "./attribute-choice.tsx";

const fields = [
  { name: "text", label: "Text column" },
  { name: "author", label: "Author column" },
  { name: "date", label: "Date column" },
  { name: "rating", label: "Rating column" },
  { name: "nativeId", label: "Id column" },
  { name: "thread", label: "Conversation column" },
] as const;

interface ColumnMappingProps {
  /** Names to offer. */
  columns: readonly string[];
  mapping: ColumnMapping;
  onChange: (mapping: ColumnMapping) => void;
  /** Columns to keep as attributes; undefined: found automatically. */
  attributes: readonly string[] | undefined;
  onAttributes: (attributes: string[] | undefined) => void;
}

export function ColumnMappingFields({ columns, mapping, onChange, attributes, onAttributes }: ColumnMappingProps) {
  const listId = useId();
  return (
    <details className="rounded-lg border border-line px-4 py-2">
      <summary className="py-1 text-sm font-medium">Columns (found automatically unless you name them)</summary>
      <datalist id={listId}>
        {columns.map((column) => (
          <option key={column} value={column} />
        ))}
      </datalist>
      <div className="grid gap-3 py-3 sm:grid-cols-2 lg:grid-cols-3">
        {fields.map(({ name, label }) => (
          <TextField
            key={name}
            label={label}
            list={listId}
            placeholder="automatic"
            maxLength={200}
            value={mapping[name] ?? ""}
            onChange={(event) => onChange({ ...mapping, [name]: event.target.value })}
          />
        ))}
      </div>
      <AttributeChoice columns={columns} attributes={attributes} onChange={onAttributes} />
      {columns.length > 0 && <p className="pb-2 text-xs wrap-anywhere text-muted">The first line names: {columns.join(", ")}</p>}
    </details>
  );
}

/** The mapping without the fields that were left empty. */
export function withoutEmpty(mapping: ColumnMapping): ColumnMapping {
  return Object.fromEntries(Object.entries(mapping).filter(([, column]) => column !== ""));
}
