/** A row of links to the views of a page; it scrolls sideways on narrow screens, to where the current one is seen. */
import { useEffect, useRef, type ReactNode } from "react";

/** For each link; the router marks the current one with `aria-current="page"`, given `activeOptions={{ exact: true }}`. */
export const viewLinkClass =
  "block border-b-2 border-transparent px-3 py-2.5 text-sm font-medium whitespace-nowrap text-muted hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-accent";

/** For links that choose what a list shows, marked in the same way. */
export const choiceLinkClass =
  "inline-flex min-h-10 items-center rounded-lg border border-strong-line px-3 text-muted hover:bg-raised aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent";

export function Views({ label, links }: { label: string; links: readonly { key: string; link: ReactNode }[] }) {
  const row = useRef<HTMLElement>(null);
  // Whenever it was drawn: the current one may be another.
  useEffect(() => showCurrent(row.current));
  return (
    <nav ref={row} aria-label={label} className="-mx-4 overflow-x-auto border-b border-line px-4">
      <ul className="flex gap-1">
        {links.map(({ key, link }) => (
          <li key={key}>{link}</li>
        ))}
      </ul>
    </nav>
  );
}

/** Pixels: so much of the next link is seen, that there is one. */
const neighbour = 24;

/** Sideways only: where the page stands is not this row's to say. */
function showCurrent(row: HTMLElement | null): void {
  const current = row?.querySelector("[aria-current=page]")?.getBoundingClientRect();
  if (!row || !current) return;
  const { left, right } = row.getBoundingClientRect();
  if (current.right > right) row.scrollLeft += current.right - right + neighbour;
  if (current.left < left) row.scrollLeft -= left - current.left + neighbour;
}
