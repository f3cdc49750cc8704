/** The last full run: its outcomes as JSON, and as a table in the documentation. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import * as z from "zod";
import { inRoot } from "../system/paths.ts";
import { UserError } from "../system/user-error.ts";
import type { Figure, Timed } from "./findings.ts";
import type { Part } from "./run.ts";

export const resultsFile = inRoot("docs/security-results.json");
export const page = inRoot("docs/how-to/security.md");

const keptSchema = z.object({
  part: z.string(),
  counts: z.string(),
  probes: z.number(),
  findings: z.array(z.object({ where: z.string(), what: z.string() })),
  seconds: z.number(),
  /** RFC 3339. */
  at: z.iso.datetime(),
  machine: z.string(),
  details: z.unknown().optional(),
});
export const resultsSchema = z.array(keptSchema);
export type Kept = z.infer<typeof keptSchema>;

/** Puts these outcomes in the place of those of the same parts; `order`: all parts, in which order they stand. */
export function keep(outcomes: readonly Timed[], order: readonly Part[], now: Date): void {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.version}`;
  const fresh = outcomes.map((outcome): Kept => ({ ...outcome, at: now.toISOString(), machine }));
  const before = existsSync(resultsFile) ? resultsSchema.parse(JSON.parse(readFileSync(resultsFile, "utf8"))) : [];
  const kept = order.flatMap((part) => [...fresh, ...before].filter((one) => one.part === part).slice(0, 1));
  const text = withTable(readFileSync(page, "utf8"), kept);
  writeFileSync(resultsFile, `${JSON.stringify(kept, undefined, 1)}\n`);
  writeFileSync(page, text);
}

const figuresSchema = z.object({
  figures: z.array(
    z.object({
      what: z.string(),
      value: z.number(),
      bar: z.tuple([z.number(), z.number()]).readonly(),
      unit: z.literal("%").optional(),
    }),
  ),
});

const marks = { begin: "<!-- last full run: written by --keep -->", end: "<!-- end of the last full run -->" };

/** The page with the table of `kept` between its marks. */
export function withTable(text: string, kept: readonly Kept[]): string {
  const [begin, end] = [text.indexOf(marks.begin), text.indexOf(marks.end)];
  if (begin < 0 || end < begin) throw new UserError(`${page} has no place for the last full run: ${marks.begin} … ${marks.end}.`);
  return `${text.slice(0, begin + marks.begin.length)}\n\n${tableOf(kept)}\n\n${text.slice(end)}`;
}

function tableOf(kept: readonly Kept[]): string {
  if (kept.length === 0) return "None was kept yet.";
  const rows = kept.map(
    ({ part, counts, findings, probes, seconds, at, machine }) =>
      `| \`${part}\` | ${counts} ${findings.length} | ${probes.toLocaleString("en-US")} | ${minutes(seconds)} | ${at.slice(0, 10)} | ${machine} |`,
  );
  const figures = kept.flatMap(({ part, details }) => {
    const { data } = figuresSchema.safeParse(details);
    return (data?.figures ?? []).map((figure) => `| \`${part}\` | ${figure.what} | ${written(figure, figure.value)} | ${barOf(figure)} |`);
  });
  return [
    "| part | found | probes | time | on | machine |",
    "|---|---|---|---|---|---|",
    ...rows,
    ...(figures.length > 0 ? ["", "| part | what was measured | | has to lie between |", "|---|---|---|---|", ...figures] : []),
  ].join("\n");
}

function written({ unit }: Pick<Figure, "unit">, value: number): string {
  return unit === "%" ? `${value.toFixed(2)} %` : value.toFixed(3);
}

function barOf({ bar: [low, high], unit }: Pick<Figure, "bar" | "unit">): string {
  return unit === "%" ? `${low} % and ${high} %` : `${low} and ${high}`;
}

function minutes(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
