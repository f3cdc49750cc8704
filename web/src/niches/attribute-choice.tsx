/** Which columns say something of the writers: found by the import, none, or chosen here. */
import { useId } from "react";
import { maxAttributes } from "../../../contracts/services/niche-analysis.ts";
import { SelectField } from "../interface/field.tsx";

interface AttributeChoiceProps {
  /** Names to offer. */
  columns: readonly string[];
  /** Undefined: found by the import. */
  attributes: readonly string[] | undefined;
  onChange: (attributes: string[] | undefined) => void;
}

const found = { value: "found", label: "Found automatically" };
const chosenBelow = { value: "chosen", label: "The ones chosen below" };
const none = { value: "none", label: "None" };

export function AttributeChoice({ columns, attributes, onChange }: AttributeChoiceProps) {
  const noteId = useId();
  // Of a file whose columns are not known here none can be chosen.
  const other = columns.length === 0 ? none : chosenBelow;
  const mode = attributes === undefined ? found.value : other.value;
  return (
    <div className="space-y-2 pb-3">
      <SelectField
        label="Attributes of the writers"
        hint="Plan, role, country and the like: who says it is worked out from them. Never names or addresses."
        className="max-w-xs"
        value={mode}
        choices={[found, other]}
        onChange={({ target }) => onChange(target.value === found.value ? undefined : [])}
      />
      {mode === chosenBelow.value && (
        <fieldset aria-describedby={noteId}>
          <legend className="text-sm font-medium">Columns to keep</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-1">
            {columns.map((column) => {
              const chosen = attributes?.includes(column) ?? false;
              return (
                <label key={column} className="flex min-h-8 items-center gap-2 text-sm wrap-anywhere">
                  <input
                    type="checkbox"
                    className="size-4 accent-accent"
                    checked={chosen}
                    disabled={!chosen && (attributes?.length ?? 0) >= maxAttributes}
                    onChange={() => onChange(columns.filter((one) => (one === column ? !chosen : (attributes?.includes(one) ?? false))))}
                  />
                  {column}
                </label>
              );
            })}
          </div>
          <p id={noteId} className="text-xs text-muted">
            At most {maxAttributes}; with none chosen, none is kept.
          </p>
        </fieldset>
      )}
    </div>
  );
}
