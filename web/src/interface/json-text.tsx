/** A value as JSON, to be read: scrolls within itself, with the keyboard too. */
export function JsonText({ value, label }: { value: unknown; label: string }) {
  return (
    <pre role="region" aria-label={label} tabIndex={0} className="max-h-72 overflow-auto rounded-lg bg-raised p-3 text-xs">
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}
