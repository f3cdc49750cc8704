/** The figures of a chart as a table, latest first: built when somebody opens it. */
import { useState } from "react";
import { instantRange } from "../formats.ts";
import { Table, type Column } from "../table.tsx";
import { said, type TimeChartProps } from "./time-chart.tsx";

interface TimeTableProps extends Omit<TimeChartProps, "looking" | "onLook"> {
  /** What a time is called. Default: date and hour. */
  timeInWords?: (at: number) => string;
}

export function TimeTable({ title, times, stepMs, lines, format, timeInWords = (at) => instantRange(at, stepMs) }: TimeTableProps) {
  const [open, setOpen] = useState(false);
  const filled = open
    ? times.map((at, index) => ({ at, index })).filter(({ index }) => lines.some(({ values }) => (values[index] ?? null) !== null))
    : [];
  const columns: Column<{ at: number; index: number }>[] = [
    { header: "Time", heads: true, className: "whitespace-nowrap", cell: ({ at }) => timeInWords(at) },
    ...lines.map(({ name, values }): Column<{ at: number; index: number }> => ({
      header: name,
      kind: "number",
      cell: ({ index }) => said(values[index] ?? null, format),
    })),
  ];
  return (
    <details className="mt-1 text-sm" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="w-fit text-accent underline-offset-4 hover:underline">As a table</summary>
      {open && (
        <div className="mt-2 max-h-80 overflow-y-auto">
          <Table caption={`${title}, over time`} columns={columns} rows={filled.toReversed()} keyOf={({ at }) => at} />
        </div>
      )}
    </details>
  );
}
