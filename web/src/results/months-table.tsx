/** Every month of a projection. */
import { formatMoney } from "../../../contracts/money.ts";
import type { FanMonth, ProjectedMonth, RevenueProjection } from "../../../contracts/services/projections.ts";
import { count } from "../interface/formats.ts";
import { Table, type Column } from "../interface/table.tsx";

type Month = FanMonth & { planned: ProjectedMonth | undefined };

export function MonthsTable({ projection: { fan, deterministic, currency } }: { projection: RevenueProjection }) {
  const money = (minor: number | undefined) => (minor === undefined ? "–" : formatMoney({ minor, currency }));
  const quantile = (header: string, key: "p5" | "p25" | "p50" | "p75" | "p95"): Column<Month> => ({
    header,
    kind: "number",
    cell: ({ mrr }) => money(mrr[key]),
  });
  const columns: Column<Month>[] = [
    { header: "Month", kind: "number", heads: true, cell: ({ month }) => month },
    quantile("P5", "p5"),
    quantile("P25", "p25"),
    quantile("Median", "p50"),
    quantile("P75", "p75"),
    quantile("P95", "p95"),
    { header: "Without chance", kind: "number", cell: ({ planned }) => money(planned?.mrr) },
    { header: "Paying users", kind: "number", cell: ({ planned }) => (planned ? count(planned.paid) : "–") },
    { header: "Revenue so far, median", kind: "number", cell: ({ cumulative }) => money(cumulative.p50) },
  ];
  const rows = fan.map((month) => ({ ...month, planned: deterministic.find((one) => one.month === month.month) }));
  return <Table caption="Monthly recurring revenue, every month" columns={columns} rows={rows} keyOf={({ month }) => month} />;
}
