/** Brings a file of evidence into a niche: choose or drop it, say which column is what, see how far it is, and what became of it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useRef, useState, type DragEvent } from "react";
import type { ColumnMapping, NicheDetail, Upload } from "../../../contracts/services/niche-analysis.ts";
import { Button, buttonClass } from "../interface/button.tsx";
import { isFinal } from "../api/problem.ts";
import { bytes } from "../interface/formats.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { usePermission } from "../session/permission.ts";
import { ColumnMappingFields, withoutEmpty } from "./column-mapping.tsx";
import { writeNiches } from "./demands.ts";
import { EncodingChoice } from "./encoding-choice.tsx";
import { columnsIn } from "./import-file.ts";
import { ImportReportView } from "./import-report.tsx";
import { importAnything } from "./market/import-anything.ts";
import { contentWords } from "./market/market-words.ts";
import { nicheQuery } from "./queries.ts";
import { OpenUploads } from "./uploads/open-uploads.tsx";
import { removeUpload, uploadsQuery } from "./uploads/queries.ts";
import { UploadProgress } from "./uploads/upload-progress.tsx";

/** A new upload, one of those in the list, or the one that this page began. */
type Beginning = "anew" | "listed" | Upload;

/** Enough of a file for its first line. */
const headBytes = 65_536;

export function ImportPanel({ niche }: { niche: NicheDetail }) {
  const queries = useQueryClient();
  const mayImport = usePermission(writeNiches, "import evidence").allowed;
  const [file, setFile] = useState<File>();
  const [columns, setColumns] = useState<string[]>([]);
  const [mapping, setMapping] = useState<ColumnMapping>({});
  const [encoding, setEncoding] = useState("");
  const [attributes, setAttributes] = useState<string[]>();
  const [sending, setSending] = useState<{ upload: Upload; sent: number }>();
  const [isPaused, setPaused] = useState(false);
  const abort = useRef<AbortController>(null);
  const uploads = useQuery(uploadsQuery(niche.id));
  const rereadUploads = () => queries.invalidateQueries({ queryKey: uploadsQuery(niche.id).queryKey });
  const importing = useMutation({
    mutationFn: ({ chosen, from }: { chosen: File; from: Beginning }) => {
      abort.current = new AbortController();
      return importAnything({
        nicheId: niche.id,
        file: chosen,
        settings:
          from === "anew"
            ? {
                mapping: withoutEmpty(mapping),
                ...(encoding !== "" && { encoding }),
                ...(attributes && { attributes }),
              }
            : undefined,
        begun: typeof from === "string" ? undefined : from,
        onProgress: (upload, sent) => setSending({ upload, sent }),
        signal: abort.current.signal,
      });
    },
    onSuccess: () => {
      setFile(undefined);
      setSending(undefined);
      setMapping({});
      setEncoding("");
      return queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey });
    },
    // With what cannot be tried again nothing is gone on with.
    onError: (cause) => {
      if (isFinal(cause)) setSending(undefined);
    },
    onSettled: rereadUploads,
  });
  const cancelling = useMutation({ mutationFn: (upload: Upload) => removeUpload(niche.id, upload), onSettled: rereadUploads });
  const begin = (chosen: File, from: Beginning) => {
    setPaused(false);
    setFile(chosen);
    cancelling.reset();
    importing.mutate({ chosen, from });
  };
  /** What was sent stays, and the file need not be chosen again. */
  const pause = () => {
    setPaused(true);
    abort.current?.abort();
  };
  const goOn = file && (() => begin(file, sending?.upload ?? "anew"));
  const cancel = () => {
    abort.current?.abort();
    const given = sending?.upload;
    setPaused(false);
    setSending(undefined);
    importing.reset();
    if (given) cancelling.mutate(given);
  };
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    importing.reset();
    cancelling.reset();
    setSending(undefined);
    setPaused(false);
    setFile(chosen);
    setMapping({});
    setEncoding("");
    setAttributes(undefined);
    void chosen
      .slice(0, headBytes)
      .text()
      .then((head) => setColumns(columnsIn(head)));
  };
  const isUnderWay = importing.isPending || sending !== undefined;
  const older = niche.imports.filter((report) => report.provenance.sourceDigest !== importing.data?.report?.provenance.sourceDigest);
  if (!mayImport && niche.imports.length === 0 && uploads.data?.length === 0) return null;
  return (
    <Section
      title={mayImport ? "Import evidence" : "Imported evidence"}
      lead={
        mayImport &&
        "CSV, TSV, JSON or JSONL with one text a record, or an export of a site that is known: reviews, threads, issues. E-mail addresses and phone numbers are masked."
      }
    >
      {mayImport && !isUnderWay && <DropPlace onChoose={choose} />}
      {file && !isUnderWay && (
        <div className="space-y-4 rounded-xl border border-line bg-surface p-4">
          <p className="text-sm">
            <span className="font-medium wrap-anywhere">{file.name}</span> <span className="text-muted">{bytes(file.size)}</span>
          </p>
          <ColumnMappingFields
            columns={columns}
            mapping={mapping}
            onChange={setMapping}
            attributes={attributes}
            onAttributes={setAttributes}
          />
          <EncodingChoice encoding={encoding} onChange={setEncoding} />
          <div className="flex gap-2">
            <Button look="primary" onClick={() => begin(file, "anew")}>
              Import file
            </Button>
            <Button onClick={() => setFile(undefined)}>Choose another</Button>
          </div>
        </div>
      )}
      {sending && (
        <div className="rounded-xl border border-line bg-surface p-4">
          <UploadProgress upload={sending.upload} sent={sending.sent}>
            {sending.upload.received < sending.upload.bytes && goOn && (importing.isPending || isPaused) && (
              <Button onClick={isPaused ? goOn : pause} pending={isPaused && importing.isPending}>
                {isPaused ? "Go on" : "Pause"}
              </Button>
            )}
            <Button onClick={cancel}>Cancel</Button>
          </UploadProgress>
        </div>
      )}
      {importing.error !== null && !isPaused && <Failure error={importing.error} onRetry={goOn} />}
      {cancelling.error !== null && <Failure error={cancelling.error} />}
      <OpenUploads
        nicheId={niche.id}
        uploads={(uploads.data ?? []).filter(({ id }) => id !== sending?.upload.id)}
        onGoOn={(chosen) => begin(chosen, "listed")}
      />
      {importing.data?.report && <ImportReportView report={importing.data.report} />}
      {importing.data?.table && (
        <Remark tone="good">
          “{importing.data.table.fileName}” holds figures about a market, so it is kept as a table: {contentWords(importing.data.table)}.{" "}
          <Link to="/niches/$nicheId/market" params={{ nicheId: niche.id }} className="text-accent underline underline-offset-4">
            See what it says
          </Link>
        </Remark>
      )}
      {older.length > 0 && (
        <details className="text-sm">
          <summary className="font-medium text-accent">Reports of earlier imports ({older.length})</summary>
          <div className="mt-3 space-y-3">
            {older.toReversed().map((report, index) => (
              <ImportReportView key={index} report={report} />
            ))}
          </div>
        </details>
      )}
    </Section>
  );
}

export function DropPlace({ onChoose }: { onChoose: (file: File | undefined) => void }) {
  const [over, setOver] = useState(false);
  const inputId = useId();
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === "dragover");
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onChoose(event.dataTransfer.files[0]);
  };
  return (
    <div
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={drop}
      className={`flex flex-wrap items-center justify-center gap-3 rounded-xl border-2 border-dashed px-4 py-5 text-sm ${over ? "border-accent bg-accent-soft" : "border-strong-line"}`}
    >
      <input
        id={inputId}
        type="file"
        accept=".csv,.tsv,.tab,.json,.jsonl,.ndjson,.xml,.mbox,.txt,.gz,.zst,text/csv,text/plain,application/json"
        className="peer sr-only"
        onChange={(event) => {
          onChoose(event.target.files?.[0]);
          event.target.value = "";
        }}
      />
      <label
        htmlFor={inputId}
        className={buttonClass("secondary", "cursor-pointer peer-focus-visible:outline-2 peer-focus-visible:outline-accent")}
      >
        Choose a file
      </label>
      <span className="text-muted">or drop it here</span>
    </div>
  );
}
