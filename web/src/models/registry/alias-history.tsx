/** What an alias has meant, the latest first. */
import type { AliasDetail } from "../../../../contracts/services/model-registry.ts";
import { moment } from "../../interface/formats.ts";
import { Table, type Column } from "../../interface/table.tsx";
import { changeWords, meantWords, percentWords } from "./meant.ts";

type Entry = AliasDetail["history"][number];

const columns: Column<Entry & { place: number }>[] = [
  { header: "Since", heads: true, className: "whitespace-nowrap", cell: ({ at }) => moment(at) },
  { header: "Meant", className: "min-w-48 wrap-anywhere", cell: ({ model }) => meantWords(model) },
  {
    header: "Canary",
    className: "min-w-40 wrap-anywhere",
    cell: ({ canary }) => (canary === null ? "–" : `${meantWords(canary)}, ${percentWords(canary.percent)}`),
  },
  { header: "Why", className: "min-w-32", cell: ({ change }) => changeWords[change] },
  { header: "By", className: "text-muted wrap-anywhere", cell: ({ by }) => by ?? "–" },
];

export function AliasHistory({ name, history }: { name: string; history: readonly Entry[] }) {
  const rows = history.map((entry, place) => ({ ...entry, place }));
  return <Table caption={`What ${name} has meant`} columns={columns} rows={rows} keyOf={({ place }) => place} />;
}
