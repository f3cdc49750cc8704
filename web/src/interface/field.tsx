/** Labelled inputs: the label, what to write, and what was wrong with it, tied together for screen readers. */
import { useId, type ComponentProps, type ReactNode } from "react";

const box =
  "min-h-10 rounded-lg border border-strong-line bg-surface px-3 py-2 text-base text-ink placeholder:text-muted aria-invalid:border-bad disabled:opacity-60 sm:text-sm";

interface FieldTexts {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

export function TextField({ label, hint, error, className, ...input }: FieldTexts & ComponentProps<"input">) {
  const ids = useFieldIds(hint, error);
  return (
    <Labelled label={label} hint={hint} error={error} ids={ids} className={className}>
      <input {...input} id={ids.input} className={`${box} w-full`} aria-invalid={error !== undefined} aria-describedby={ids.describedBy} />
    </Labelled>
  );
}

export function TextAreaField({ label, hint, error, className, ...area }: FieldTexts & ComponentProps<"textarea">) {
  const ids = useFieldIds(hint, error);
  return (
    <Labelled label={label} hint={hint} error={error} ids={ids} className={className}>
      <textarea
        {...area}
        id={ids.input}
        className={`${box} w-full`}
        aria-invalid={error !== undefined}
        aria-describedby={ids.describedBy}
      />
    </Labelled>
  );
}

export interface Choice {
  value: string;
  label: string;
}

export function SelectField({
  label,
  hint,
  error,
  choices,
  className,
  ...select
}: FieldTexts & { choices: readonly Choice[] } & ComponentProps<"select">) {
  const ids = useFieldIds(hint, error);
  return (
    <Labelled label={label} hint={hint} error={error} ids={ids} className={className}>
      <select {...select} id={ids.input} className={`${box} w-full`} aria-invalid={error !== undefined} aria-describedby={ids.describedBy}>
        {choices.map(({ value, label: name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

/** A number in a table cell, whose label the row and the column give. */
export function NumberCell({ label, ...input }: { label: string } & ComponentProps<"input">) {
  return <input {...input} aria-label={label} type="number" step="any" className={`${box} w-24 text-right sm:w-full tabular-nums`} />;
}

interface FieldIds {
  input: string;
  hint: string;
  error: string;
  describedBy: string | undefined;
}

function useFieldIds(hint: ReactNode, error: string | undefined): FieldIds {
  const id = useId();
  const described = [hint === undefined ? [] : `${id}-hint`, error === undefined ? [] : `${id}-error`].flat();
  return { input: id, hint: `${id}-hint`, error: `${id}-error`, describedBy: described.length > 0 ? described.join(" ") : undefined };
}

interface LabelledProps extends FieldTexts {
  ids: FieldIds;
  className: string | undefined;
  children: ReactNode;
}

function Labelled({ label, hint, error, ids, className = "", children }: LabelledProps) {
  return (
    <div className={className}>
      <label htmlFor={ids.input} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={ids.hint} className="mt-1 text-sm text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={ids.error} className="mt-1 text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  );
}
