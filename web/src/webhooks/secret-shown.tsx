/** A signing secret, shown this once. */
import type { ReactNode } from "react";
import { Button } from "../interface/button.tsx";
import { CopyButton } from "../interface/copy-button.tsx";
import { TextField } from "../interface/field.tsx";
import { Remark } from "../interface/notice.tsx";

interface SecretShownProps {
  secret: string;
  /** What to know besides. */
  children?: ReactNode;
  onDone: () => void;
}

export function SecretShown({ secret, children, onDone }: SecretShownProps) {
  return (
    <div className="space-y-4">
      <Remark>This is the only time that the secret is shown. Keep it where your receiver can read it, and nobody else.</Remark>
      <TextField
        label="Signing secret"
        readOnly
        autoFocus
        value={secret}
        onFocus={(event) => event.target.select()}
        hint="Any library of Standard Webhooks verifies the signature with it. Verify the body as it came, before anything parses it."
      />
      {children !== undefined && <div className="text-sm text-muted">{children}</div>}
      <div className="flex justify-end gap-2">
        <CopyButton text={secret} />
        <Button look="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
