/** A key, shown this once. */
import { Button } from "../../interface/button.tsx";
import { CopyButton } from "../../interface/copy-button.tsx";
import { TextField } from "../../interface/field.tsx";
import { Remark } from "../../interface/notice.tsx";

export function KeyShown({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <div className="space-y-4">
      <Remark>This is the only time that the key is shown. Keep it like a password.</Remark>
      <TextField label="Key" readOnly autoFocus value={secret} onFocus={(event) => event.target.select()} />
      <div className="flex justify-end gap-2">
        <CopyButton text={secret} />
        <Button look="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
