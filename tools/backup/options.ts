/** What `npm run backup` and `npm run restore` are asked for. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { defaultStateFolder } from "../system/paths.ts";
import { localSecrets } from "../system/secrets.ts";
import { UserError } from "../system/user-error.ts";

export interface Target {
  url: string;
  operatorKey: string;
}

export interface BackupOptions extends Target {
  json: boolean;
  /** Where the file goes; undefined: it stays in the installation's bucket. */
  out: string | undefined;
}

export type RestoreOptions = { json: boolean } & (
  | { from: string; into: { stateFolder: string } | Target }
  | { backup: string; into: Target }
);

const backupUsage = `npm run backup -- [options]
  --out FILE       write the backup into one file too
  --url URL        of the installation (default http://localhost:8787)
  --state FOLDER   state folder whose secrets.json has the operator key (default .paissive/state);
                   or set PAISSIVE_OPERATOR_KEY
  --json           print one JSON object instead of lines`;

const restoreUsage = `npm run restore -- BACKUP_ID | --from FILE [options]
  --from FILE      a file that npm run backup -- --out FILE has written
  --state FOLDER   restore the file into this new state folder; then npm start -- --state FOLDER
  --url URL        restore into a running, empty installation instead; set PAISSIVE_OPERATOR_KEY
  --json           print one JSON object instead of lines`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

type Environment = Readonly<Record<string, string | undefined>>;

export function backupOptions(args: string[], env: Environment): BackupOptions {
  const { values } = read(() => parseArgs({ args, options: { out: text, url: text, state: text, json: flag, help: flag } }), "backup");
  if (values.help) throw new UserError(backupUsage);
  const out = values.out === undefined ? undefined : resolve(values.out);
  return { json: values.json ?? false, out, ...target(values, env) };
}

export function restoreOptions(args: string[], env: Environment): RestoreOptions {
  const { values, positionals } = read(
    () => parseArgs({ args, allowPositionals: true, options: { from: text, url: text, state: text, json: flag, help: flag } }),
    "restore",
  );
  if (values.help) throw new UserError(restoreUsage);
  const json = values.json ?? false;
  const [backup, ...rest] = positionals;
  if ((backup === undefined) === (values.from === undefined) || rest.length > 0)
    throw new UserError(`Say what to restore: the id of a backup, or --from FILE.\n${restoreUsage}`);
  if (backup !== undefined) return { json, backup, into: target(values, env) };
  const from = resolve(values.from ?? "");
  if (!statSync(from, { throwIfNoEntry: false })?.isFile()) throw new UserError(`There is no file ${from}.`);
  if (values.state !== undefined && values.url === undefined) return { json, from, into: { stateFolder: resolve(values.state) } };
  return { json, from, into: target(values, env) };
}

function target({ url, state }: { url?: string | undefined; state?: string | undefined }, env: Environment): Target {
  const operatorKey = env["PAISSIVE_OPERATOR_KEY"];
  const address = url ?? "http://localhost:8787";
  if (!URL.canParse(address)) throw new UserError(`--url ${address}: this is not an address such as http://localhost:8787.`);
  if (operatorKey !== undefined && operatorKey !== "") return { url: address, operatorKey };
  const folder = state === undefined ? defaultStateFolder : resolve(state);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new UserError(`There is no operator key: set PAISSIVE_OPERATOR_KEY, or name the state folder of the installation with --state.`);
  return { url: address, operatorKey: localSecrets(folder).operatorKey };
}

function read<Parsed>(parse: () => Parsed, command: string): Parsed {
  try {
    return parse();
  } catch (cause) {
    throw new UserError(`${cause instanceof Error ? cause.message.split(". ")[0] : String(cause)}. Try npm run ${command} -- --help.`);
  }
}
