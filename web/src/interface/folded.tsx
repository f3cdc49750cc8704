/** What only some want to know, a press away; on paper it stands there. */
import type { ReactNode } from "react";

interface FoldedProps {
  summary: string;
  /** Of what, for screen readers: the same words may stand beside many things. */
  about?: string;
  children: ReactNode;
}

export function Folded({ summary, about, children }: FoldedProps) {
  return (
    <details className="told-on-paper text-xs text-muted">
      <summary className="w-fit py-1 text-accent underline-offset-4 hover:underline">
        {summary}
        {about !== undefined && <span className="sr-only">: {about}</span>}
      </summary>
      <div className="mt-0.5 space-y-1">{children}</div>
    </details>
  );
}
