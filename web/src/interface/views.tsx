/** A row of links to the views of a page; it scrolls sideways on narrow screens. */
import type { ReactNode } from "react";

/** For each link; the router marks the current one with `aria-current="page"`, given `activeOptions={{ exact: true }}`. */
export const viewLinkClass =
  "block border-b-2 border-transparent px-3 py-2.5 text-sm font-medium whitespace-nowrap text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-accent";

/** For links that choose what a list shows, marked in the same way. */
export const choiceLinkClass =
  "inline-flex min-h-10 items-center rounded-lg border border-strong-line px-3 text-muted hover:bg-raised aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent";

export function Views({ label, links }: { label: string; links: readonly { key: string; link: ReactNode }[] }) {
  return (
    <nav aria-label={label} className="-mx-4 overflow-x-auto border-b border-line px-4">
      <ul className="flex gap-1">
        {links.map(({ key, link }) => (
          <li key={key}>{link}</li>
        ))}
      </ul>
    </nav>
  );
}
