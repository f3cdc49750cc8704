/** What the demo is asked for on the command line. */
import { openSync, readSync, closeSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../system/user-error.ts";

export interface DemoOptions {
  json: boolean;
  keep: boolean;
  /** The user's own file; undefined: the sample. */
  evidence: string | undefined;
  columns: { text?: string; author?: string; date?: string; rating?: string };
  port: number | undefined;
  /** Where the report goes. */
  out: string;
  /** Where the system keeps its state; undefined: a temporary folder that is removed. */
  state: string | undefined;
}

export const usage = `npm run demo -- [options]
  --json             print one JSON object instead of the report
  --evidence FILE    run on your own CSV, TSV, JSON or JSONL file
  --text COLUMN      its column with the text      --author COLUMN   with the author
  --date COLUMN      with the date                 --rating COLUMN   with the rating
  --keep             leave the system running and print its address and account
  --port N           port of the edge (default: any free one)
  --out FOLDER       where report.md and report.html go (default: demo-report)
  --state FOLDER     keep the system's state here (default: a temporary folder)`;

/** Throws a UserError with one line that says what to do. */
export function demoOptions(args: string[]): DemoOptions {
  const { values } = read(args);
  if (values.help) throw new UserError(usage);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && (!Number.isInteger(port) || port < 1 || port > 65_535))
    throw new UserError(`--port ${values.port}: a port is a number from 1 to 65535.`);
  const { text, author, date, rating } = values;
  if (values.evidence === undefined && (text ?? author ?? date ?? rating) !== undefined) {
    throw new UserError("--text, --author, --date and --rating name columns of your file: say which one with --evidence FILE.");
  }
  const evidence = values.evidence === undefined ? undefined : resolve(values.evidence);
  if (evidence !== undefined) checkFile(evidence);
  return {
    json: values.json ?? false,
    keep: values.keep ?? false,
    evidence,
    columns: { ...(text && { text }), ...(author && { author }), ...(date && { date }), ...(rating && { rating }) },
    port,
    out: resolve(values.out ?? "demo-report"),
    state: values.state === undefined ? undefined : resolve(values.state),
  };
}

function read(args: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  try {
    return parseArgs({
      args,
      options: {
        json: flag,
        keep: flag,
        help: flag,
        evidence: text,
        text,
        author: text,
        date: text,
        rating: text,
        port: text,
        out: text,
        state: text,
      },
    });
  } catch (cause) {
    throw new UserError(`${cause instanceof Error ? cause.message.split(". ")[0] : String(cause)}. Try npm run demo -- --help.`);
  }
}

/** Finds out what can be found out before anything is started; the importer looks closer. */
function checkFile(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UserError(`There is no file ${path}. Give the path of a CSV, TSV, JSON or JSONL file.`);
  if (!stat.isFile()) throw new UserError(`${path} is not a file. Give the path of a CSV, TSV, JSON or JSONL file.`);
  if (stat.size === 0) throw new UserError(`${path} is empty. Give a file with a header line and at least one row of text.`);
  const head = Buffer.alloc(Math.min(stat.size, 4096));
  const file = openSync(path, "r");
  readSync(file, head);
  closeSync(file);
  if (isBinary(head)) throw new UserError(`${path} is a binary file. Export it as CSV, TSV, JSON or JSONL and give that.`);
}

/** A zero byte means binary, unless every other byte is zero as in UTF-16 or a byte order mark says so. */
export function isBinary(head: Uint8Array): boolean {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return false;
  const zeros = [0, 1].map((parity) => head.filter((byte, index) => index % 2 === parity && byte === 0).length);
  const half = head.length / 2;
  const utf16 = Math.max(...zeros) > half * 0.7 && Math.min(...zeros) < half * 0.1;
  return !utf16 && Math.max(...zeros) > 0;
}
