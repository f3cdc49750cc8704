/** How far a long work is. */
import type { Work } from "../../../contracts/work.ts";
import { count } from "./formats.ts";

export function WorkProgress({ work, label }: { work: Work; label: string }) {
  const { done, total, unit } = work.progress;
  return (
    <div>
      <div className="mb-1 flex flex-wrap justify-between gap-x-4 text-sm">
        <span aria-live="polite">{work.message ?? label}</span>
        {total > 0 && (
          <span className="text-muted tabular-nums">
            {count(done)} of {count(total)} {unit}
          </span>
        )}
      </div>
      <progress aria-label={label} {...(total > 0 ? { value: done, max: total } : {})} />
    </div>
  );
}
