/** What the words of a table mean and what to do about them: folded away, for those who ask. */
import type { ReactNode } from "react";

interface MeaningsProps {
  title?: string;
  items: readonly { word: string; meaning: ReactNode }[];
}

export function Meanings({ title = "What the words mean", items }: MeaningsProps) {
  return (
    <details className="text-sm">
      <summary className="w-fit text-accent underline-offset-4 hover:underline">{title}</summary>
      <dl className="mt-2 max-w-prose space-y-2">
        {items.map(({ word, meaning }) => (
          <div key={word}>
            <dt className="font-medium">{word}</dt>
            <dd className="text-muted">{meaning}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
