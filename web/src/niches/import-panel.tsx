/** Brings a file of evidence into a niche: choose or drop it, say which column is what, see what became of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useRef, useState, type DragEvent } from "react";
import type { ColumnMapping, NicheDetail } from "../../../contracts/services/niche-analysis.ts";
import { Button, buttonClass } from "../interface/button.tsx";
import { bytes, percent } from "../interface/formats.ts";
import { Failure, Remark } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { ColumnMappingFields, withoutEmpty } from "./column-mapping.tsx";
import { EncodingChoice } from "./encoding-choice.tsx";
import { columnsIn } from "./import-file.ts";
import { ImportReportView } from "./import-report.tsx";
import { importAnything } from "./market/import-anything.ts";
import { contentWords } from "./market/market-words.ts";
import { nicheQuery } from "./queries.ts";

/** Enough of a file for its first line. */
const headBytes = 65_536;

export function ImportPanel({ niche }: { niche: NicheDetail }) {
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [columns, setColumns] = useState<string[]>([]);
  const [mapping, setMapping] = useState<ColumnMapping>({});
  const [encoding, setEncoding] = useState("");
  const [attributes, setAttributes] = useState<string[]>();
  const [share, setShare] = useState(0);
  const abort = useRef<AbortController>(null);
  const importing = useMutation({
    mutationFn: (chosen: File) => {
      setShare(0);
      abort.current = new AbortController();
      return importAnything({
        nicheId: niche.id,
        file: chosen,
        mapping: withoutEmpty(mapping),
        encoding,
        attributes,
        onProgress: setShare,
        signal: abort.current.signal,
      });
    },
    onSuccess: () => {
      setFile(undefined);
      setMapping({});
      setEncoding("");
      return queries.invalidateQueries({ queryKey: nicheQuery(niche.id).queryKey });
    },
  });
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    importing.reset();
    setFile(chosen);
    setMapping({});
    setEncoding("");
    setAttributes(undefined);
    void chosen
      .slice(0, headBytes)
      .text()
      .then((head) => setColumns(columnsIn(head)));
  };
  const older = niche.imports.filter((report) => report.provenance.sourceDigest !== importing.data?.report?.provenance.sourceDigest);
  return (
    <Section
      title="Import evidence"
      lead="CSV, TSV, JSON or JSONL with one text a record, or an export of a site that is known: reviews, threads, issues. E-mail addresses and phone numbers are masked."
    >
      {!importing.isPending && <DropPlace onChoose={choose} />}
      {file && !importing.isPending && (
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
            <Button look="primary" onClick={() => importing.mutate(file)}>
              Import file
            </Button>
            <Button onClick={() => setFile(undefined)}>Choose another</Button>
          </div>
        </div>
      )}
      {importing.isPending && (
        <div className="flex items-center gap-4 rounded-xl border border-line bg-surface p-4">
          <div className="flex-1">
            <p className="mb-1 text-sm" aria-live="polite">
              {share < 1 ? `Uploading, ${percent(share)}` : "Uploaded; reading the rows"}
            </p>
            <progress aria-label="Upload" {...(share < 1 ? { value: share, max: 1 } : {})} />
          </div>
          <Button onClick={() => abort.current?.abort()}>Cancel</Button>
        </div>
      )}
      {importing.error !== null && <Failure error={importing.error} onRetry={file ? () => importing.mutate(file) : undefined} />}
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
