/** Recovery codes, shown this once. */
import { Button } from "../../interface/button.tsx";
import { CopyButton } from "../../interface/copy-button.tsx";
import { Remark } from "../../interface/notice.tsx";

export function RecoveryCodesShown({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="space-y-4">
      <Remark>
        This is the only time that they are shown. Keep them where you find them without your device: each signs you in once in place of the
        second factor.
      </Remark>
      <ul aria-label="Recovery codes" className="grid grid-cols-2 gap-2 font-mono text-sm">
        {codes.map((code) => (
          <li key={code} className="rounded bg-raised px-3 py-2 text-center">
            {code}
          </li>
        ))}
      </ul>
      <div className="flex justify-end gap-2">
        <CopyButton text={codes.join("\n")} label="Copy them" />
        <Button look="primary" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  );
}
