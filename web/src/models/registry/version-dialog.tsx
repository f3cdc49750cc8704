/** One version: what it is made of, and for the operator its release and its end. */
import type { ReactNode } from "react";
import { Dialog } from "../../interface/dialog.tsx";
import { bytes, count, moment } from "../../interface/formats.ts";
import { Table, type Column } from "../../interface/table.tsx";
import { useOperator } from "../../operator/operator-access.tsx";
import type { Version } from "../queries.ts";
import { versionName } from "../version-name.ts";
import { VersionActions } from "./version-actions.tsx";

type Manifest = NonNullable<Version["manifest"]>;

const fileColumns: Column<Manifest["files"][number]>[] = [
  { header: "File", heads: true, cell: ({ path }) => path },
  { header: "Size", kind: "number", cell: (file) => (file.bytes === undefined ? "–" : bytes(file.bytes)) },
  { header: "SHA-256", className: "wrap-anywhere min-w-56 text-xs", cell: ({ sha256 }) => <code>{sha256}</code> },
];

export function VersionDialog({ version, onClose }: { version: Version; onClose: () => void }) {
  const api = useOperator();
  const { manifest } = version;
  return (
    <Dialog title={versionName(version)} onClose={onClose} wide>
      <div className="space-y-4 text-sm">
        <dl className="grid gap-x-6 gap-y-2 sm:grid-cols-[max-content_1fr]">
          {factsOf(version).map(([name, value]) => (
            <div key={name} className="flex gap-3 sm:contents">
              <dt className="min-w-28 text-muted">{name}</dt>
              <dd className="wrap-anywhere">{value}</dd>
            </div>
          ))}
        </dl>
        {manifest === null || manifest.files.length === 0 ? (
          <p className="text-muted">No node said of which files this version is made. Its digest is that of all of them together.</p>
        ) : (
          <Table caption="Files of the version" columns={fileColumns} rows={manifest.files} keyOf={({ path }) => path} />
        )}
        {api && version.retiredAt === null && <VersionActions api={api} version={version} />}
      </div>
    </Dialog>
  );
}

function factsOf({ version, release, task, dimensions, maxTokens, labels, manifest, created, retiredAt }: Version): [string, ReactNode][] {
  return [
    ["Digest", <code key="digest">{version}</code>],
    ["Release", release ?? "none yet"],
    ["Task", task],
    task === "embedding" ? ["Dimensions", count(dimensions)] : ["Answers", labels?.join(", ") ?? plainAnswers(dimensions)],
    ["Reads at most", `${count(maxTokens)} tokens of a text`],
    ["Licence", manifest?.licence ?? "not said"],
    ["Source", manifest?.source ?? "not said"],
    ...(manifest?.provider === undefined ? [] : [["Provider", manifest.provider] satisfies [string, ReactNode]]),
    ...(manifest?.capabilities === undefined ? [] : [["Good for", manifest.capabilities.join(", ")] satisfies [string, ReactNode]]),
    ["Registered", moment(new Date(created * 1_000).toISOString())],
    ...(retiredAt === null ? [] : [["Retired", moment(retiredAt)] satisfies [string, ReactNode]]),
  ];
}

function plainAnswers(dimensions: number): string {
  return dimensions === 1 ? "one number a text" : `${count(dimensions)} numbers a text`;
}
