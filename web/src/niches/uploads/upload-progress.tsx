/** How far an upload is: bytes while it is sent, then rows while it is read. */
import type { ReactNode } from "react";
import type { Upload } from "../../../../contracts/services/niche-analysis.ts";
import { firstLeftOut, leftOutWords, readWords, sentWords, shareKept, shareRead } from "./upload-words.ts";

interface UploadProgressProps {
  upload: Upload;
  /** Bytes that are gone; default: those that have arrived. */
  sent?: number;
  /** Buttons beside the bar. */
  children?: ReactNode;
}

export function UploadProgress({ upload, sent = upload.received, children }: UploadProgressProps) {
  const isSending = upload.received < upload.bytes;
  const reasons = leftOutWords(upload);
  const kept = shareKept(upload);
  const share = isSending ? sent / upload.bytes : (kept ?? shareRead(upload));
  return (
    <div>
      <div className="flex flex-wrap items-center gap-4">
        <div className="min-w-0 flex-1">
          <p className="mb-1 text-sm">
            <span className="font-medium wrap-anywhere">{upload.fileName}</span>{" "}
            <span className="text-muted tabular-nums">{isSending ? sentWords(upload, sent) : readWords(upload)}</span>
          </p>
          {/* The figures change every second, which nobody wants to be told. */}
          <p role="status" className="sr-only">
            {isSending ? "Sending" : upload.status === "failed" ? "Failed" : "Reading"} {upload.fileName}
          </p>
          <progress aria-label={isSending ? "Sent" : kept === undefined ? "Read" : "Kept"} value={share} max={1} />
        </div>
        <div className="flex gap-2">{children}</div>
      </div>
      {reasons.length > 0 && (
        <>
          <ul aria-label="Why rows are left out" className="mt-2 list-disc pl-5 text-sm">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
          <details className="mt-1 text-sm">
            <summary className="text-muted">The first of these rows</summary>
            <p className="mt-1 wrap-anywhere text-muted tabular-nums">{firstLeftOut(upload)}</p>
          </details>
        </>
      )}
    </div>
  );
}
