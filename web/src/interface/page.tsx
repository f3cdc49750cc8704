/** The frame of a page's content: heading, what can be done, sections. */
import { useEffect, type ReactNode } from "react";

interface PageProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

export function Page({ title, lead, actions, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · pAIssive`;
  }, [title]);
  return (
    <div className="space-y-8">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <h1 className="text-2xl font-semibold wrap-anywhere sm:text-3xl">{title}</h1>
          {lead !== undefined && <div className="mt-1 max-w-prose text-muted">{lead}</div>}
        </div>
        {actions !== undefined && <div className="on-screen flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </div>
  );
}

interface SectionProps {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** Where links to a section of a page lead. */
export function sectionId(title: string): string {
  return title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

/** Links to the sections of a long page, at hand while it is scrolled. */
export function OnThisPage({ titles }: { titles: readonly string[] }) {
  return (
    <nav
      aria-label="On this page"
      className="on-screen sticky top-0 z-10 -mx-4 overflow-x-auto border-b border-line bg-canvas px-4 sm:-mx-6 sm:px-6"
    >
      <ul className="flex gap-x-5">
        {titles.map((title) => (
          <li key={title}>
            <a
              href={`#${sectionId(title)}`}
              className="block min-h-11 py-3 text-sm font-medium whitespace-nowrap text-muted underline-offset-4 hover:text-ink hover:underline"
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export function Section({ title, lead, actions, children }: SectionProps) {
  return (
    <section id={sectionId(title)} aria-label={title} className="scroll-mt-16 space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div>
          <h2 className="text-xl font-semibold">{title}</h2>
          {lead !== undefined && lead !== false && <div className="max-w-prose text-sm text-muted">{lead}</div>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

export function Card({ children, className = "" }: { children: ReactNode; className?: string }) {
  return <div className={`rounded-xl border border-line bg-surface p-4 sm:p-5 ${className}`}>{children}</div>;
}
