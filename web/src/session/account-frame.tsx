/** The frame around the two pages that come before the app. */
import { useEffect, type ReactNode } from "react";

export function AccountFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · pAIssive`;
  }, [title]);
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center px-4 py-10">
      <div className="mb-6 flex items-center gap-3">
        <img src="/icon.svg" alt="" className="size-10" />
        <span className="text-xl font-semibold">pAIssive</span>
      </div>
      <h1 className="text-2xl font-semibold">{title}</h1>
      <p className="mt-1 mb-6 text-muted">{lead}</p>
      {children}
    </main>
  );
}
