/** A modal dialog on the browser's own `<dialog>`: focus stays inside and goes back to what asked for it, Escape closes it. */
import { useEffect, useId, useRef, type ReactNode } from "react";

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
}

/** Render it while it shall be open. */
export function Dialog({ title, onClose, children, wide = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const asker = useRef<Element>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    asker.current ??= document.activeElement;
    if (dialog && !dialog.open) {
      dialog.showModal();
      // The browser goes to the first control, which is the cross. Who opens a form wants its first field.
      dialog.querySelector<HTMLElement>("input, textarea, select")?.focus();
    }
    // The browser does this for a dialog that is closed, not for one that is taken off the page.
    return () => focusAgain(asker.current);
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onClose={onClose}
      className={`m-auto max-h-[90dvh] w-[calc(100%-2rem)] ${wide ? "max-w-3xl" : "max-w-lg"} rounded-xl border border-line bg-surface p-0 text-ink shadow-xl`}
    >
      <div className="flex items-start justify-between gap-4 border-b border-line px-5 py-4">
        <h2 id={titleId} className="text-lg font-semibold">
          {title}
        </h2>
        <button
          type="button"
          aria-label="Close"
          onClick={() => element.current?.close()}
          className="-m-2 flex size-10 items-center justify-center rounded-lg text-muted hover:bg-raised"
        >
          <svg viewBox="0 0 16 16" className="size-4" aria-hidden="true">
            <path d="m3 3 10 10M13 3 3 13" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
        </button>
      </div>
      <div className="px-5 py-4">{children}</div>
    </dialog>
  );
}

/** Where it was before; at the content, when that is gone: the row of what was deleted. */
function focusAgain(asker: Element | null): void {
  const place = asker instanceof HTMLElement && asker.isConnected && asker !== document.body ? asker : document.getElementById("main");
  place?.focus({ preventScroll: true });
}
