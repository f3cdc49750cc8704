/** What `npm run security` is asked for on the command line. */
import { parseArgs } from "node:util";
import { topologies, type Topology } from "../../tests/system/topology.ts";
import { UserError } from "../system/user-error.ts";
import { parts, type Part } from "./run.ts";

export interface SecurityOptions {
  parts: readonly Part[];
  /** Undefined: one Worker, but for parts whose figures need one a service. */
  topology: Topology | undefined;
  thorough: boolean;
  json: boolean;
  /** Writes the outcome down as the last full run. */
  keep: boolean;
  cases?: number;
  only?: readonly string[];
}

export const usage = `npm run security -- [PART …] [options]
  PART           ${parts.join(", ")} (default: all)
  --topology T   ${topologies.join(" or ")}: one Worker, or one a service (default: together, but for the times of enumeration)
  --short        fewer callers a probe: what npm test runs
  --cases N      requests of each operation that fuzz draws (default 200)
  --only A,B     operations that fuzz draws requests of (default all)
  --keep         writes the outcome down as the last full run, and into docs/how-to/security.md
  --json         all findings as one JSON object before the last line`;

/** Throws a UserError with one line that says what to do. */
export function securityOptions(args: string[]): SecurityOptions {
  const { values, positionals } = read(args);
  if (values.help) throw new UserError(usage);
  const chosen = parts.filter((part) => positionals.length === 0 || positionals.includes(part));
  const unknown = positionals.filter((name) => !parts.some((part) => part === name));
  if (unknown.length > 0) throw new UserError(`No such part: ${unknown.join(", ")}. There are: ${parts.join(", ")}.`);
  const topology = topologies.find((name) => name === values.topology);
  if (!topology && values.topology !== undefined) throw new UserError(`--topology ${values.topology}: give ${topologies.join(" or ")}.`);
  const cases = Number(values.cases ?? 1);
  if (!Number.isInteger(cases) || cases < 1) throw new UserError(`--cases ${values.cases}: give a whole number from 1.`);
  if (values.keep && (values.short || values.cases !== undefined || values.only !== undefined))
    throw new UserError("--keep is for whole runs: leave out --short, --cases and --only.");
  return {
    parts: chosen,
    topology,
    thorough: !values.short,
    json: values.json ?? false,
    keep: values.keep ?? false,
    ...(values.cases === undefined ? {} : { cases }),
    ...(values.only === undefined ? {} : { only: values.only.split(",") }),
  };
}

function read(args: string[]) {
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        topology: { type: "string" },
        cases: { type: "string" },
        only: { type: "string" },
        short: flag,
        json: flag,
        keep: flag,
        help: flag,
      },
    });
  } catch (cause) {
    throw new UserError(`${cause instanceof Error ? cause.message.split(". ")[0] : String(cause)}. Try npm run security -- --help.`);
  }
}
