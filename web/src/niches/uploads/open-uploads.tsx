/** Uploads that this page did not begin: to be gone on with, to be watched, to be done with. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import type { Upload } from "../../../../contracts/services/niche-analysis.ts";
import { Button, buttonClass } from "../../interface/button.tsx";
import { Failure } from "../../interface/notice.tsx";
import { usePermission } from "../../session/permission.ts";
import { writeNiches } from "../demands.ts";
import { removeUpload, uploadsQuery } from "./queries.ts";
import { UploadProgress } from "./upload-progress.tsx";

interface OpenUploadsProps {
  nicheId: string;
  uploads: readonly Upload[];
  /** The file was chosen again. */
  onGoOn: (file: File) => void;
}

export function OpenUploads({ nicheId, uploads, onGoOn }: OpenUploadsProps) {
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: (upload: Upload) => removeUpload(nicheId, upload),
    onSettled: () => queries.invalidateQueries({ queryKey: uploadsQuery(nicheId).queryKey }),
  });
  const mayImport = usePermission(writeNiches, "import evidence").allowed;
  const shown = uploads.filter(({ status }) => status !== "done");
  if (shown.length === 0) return null;
  return (
    <ul aria-label="Uploads under way" className="space-y-3">
      {shown.map((upload) => (
        <li key={upload.id} className="rounded-xl border border-line bg-surface p-4">
          <UploadProgress upload={upload}>
            {mayImport && (
              <>
                {upload.status === "receiving" && <ChooseAgain onChoose={onGoOn} />}
                <Button
                  onClick={() => removing.mutate(upload)}
                  disabled={removing.isPending}
                  aria-label={`${removal(upload)} ${upload.fileName}`}
                >
                  {removal(upload)}
                </Button>
              </>
            )}
          </UploadProgress>
          {mayImport && upload.status === "receiving" && <p className="mt-2 text-sm text-muted">Choose the same file again to go on.</p>}
          {upload.fault && <p className="mt-2 text-sm wrap-anywhere text-bad">Nothing of it was kept. {upload.fault.detail}</p>}
        </li>
      ))}
      {removing.error !== null && (
        <li>
          <Failure error={removing.error} />
        </li>
      )}
    </ul>
  );
}

function removal({ status }: Upload): string {
  return status === "failed" ? "Dismiss" : "Cancel";
}

function ChooseAgain({ onChoose }: { onChoose: (file: File) => void }) {
  const inputId = useId();
  return (
    <>
      <input
        id={inputId}
        type="file"
        className="peer sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onChoose(file);
        }}
      />
      <label
        htmlFor={inputId}
        className={buttonClass("secondary", "cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-accent")}
      >
        Choose the file again
      </label>
    </>
  );
}
