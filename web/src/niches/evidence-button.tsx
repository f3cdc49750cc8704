/** A link from a claim to the texts that it rests on. */
import { useState, type ReactNode } from "react";
import { Dialog } from "../interface/dialog.tsx";
import { plural } from "../interface/formats.ts";
import { EvidenceList } from "./evidence-list.tsx";

interface EvidenceButtonProps {
  nicheId: string;
  ids: readonly string[];
  /** What the evidence is for, read out and shown above the texts. */
  about: string;
  /** Default: how many texts there are. */
  children?: ReactNode;
  className?: string;
}

export function EvidenceButton({ nicheId, ids, about, children, className = "" }: EvidenceButtonProps) {
  const [open, setOpen] = useState(false);
  const texts = ids.filter((id) => id.startsWith("evd_"));
  if (texts.length === 0) return null;
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className={`text-accent underline-offset-4 hover:underline ${className}`}>
        {children ?? plural(texts.length, "text")}
        <span className="sr-only">, evidence for {about}</span>
      </button>
      {open && (
        <Dialog title="Evidence" wide onClose={() => setOpen(false)}>
          <p className="mb-3 text-sm text-muted wrap-anywhere">What people wrote that stands behind: {about}</p>
          <EvidenceList nicheId={nicheId} ids={texts} />
        </Dialog>
      )}
    </>
  );
}
