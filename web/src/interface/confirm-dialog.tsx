/** Asks before something is done that has consequences: says which, and does it on a second click. */
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Failure } from "./notice.tsx";

interface ConfirmDialogProps {
  title: string;
  /** What will happen, and what will not. */
  children: ReactNode;
  /** The verb on the button: "Pause". */
  verb: string;
  look?: "primary" | "danger";
  /** Of the request that `onConfirm` sends. */
  pending: boolean;
  error: unknown;
  onConfirm: () => void;
  onClose: () => void;
}

/** Render it while it shall be open; the caller closes it when the request has succeeded. */
export function ConfirmDialog({ title, children, verb, look = "primary", pending, error, onConfirm, onClose }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="space-y-4">
        <div className="space-y-2 text-sm">{children}</div>
        {error !== null && <Failure error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look={look} pending={pending} onClick={onConfirm}>
            {verb}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
