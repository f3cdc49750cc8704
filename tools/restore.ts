/** `npm run restore`: puts a backup into an empty installation. With `--state` it makes one, and stops it when it is done. */
import { mkdirSync } from "node:fs";
import type { Restore } from "../contracts/services/backups.ts";
import { OperatorClient } from "./backup/operator-client.ts";
import { restoreOptions, type RestoreOptions, type Target } from "./backup/options.ts";
import { checkFile, upload } from "./backup/transfer.ts";
import { runCommand } from "./system/command.ts";
import { applyMigrations } from "./system/migrations.ts";
import { freePort } from "./system/ports.ts";
import { localSecrets } from "./system/secrets.ts";
import { startEdge } from "./system/system.ts";
import { UserError } from "./system/user-error.ts";
import { buildWeb } from "./system/web-build.ts";

const say = (line: string) => console.error(`… ${line}`);

async function main(): Promise<number> {
  const options = restoreOptions(process.argv.slice(2), process.env);
  // First of all: a damaged file needs no installation.
  const sealed = "from" in options ? await checkFile(options.from) : undefined;
  const { target, stop } = await opened(options.into);
  try {
    const client = new OperatorClient(target.url, target.operatorKey);
    if (sealed && "from" in options) {
      const { id, parts } = sealed.manifest;
      say(`sending backup ${id} in ${parts.length} parts`);
      await upload(client, options.from, sealed, (done) => say(`${done} of ${parts.length} parts sent`));
    }
    const backup = sealed?.manifest.id ?? ("backup" in options ? options.backup : "");
    const restore = await client.followRestore(await client.startRestore(backup), ({ progress, message }) =>
      say(`${progress.done} of ${progress.total} ${progress.unit}${message === undefined ? "" : `: ${message}`}`),
    );
    if (restore.status !== "succeeded") throw new UserError(`The restore failed: ${restore.message ?? "no reason given"}`);
    report(options, restore);
    return 0;
  } finally {
    await stop();
  }
}

/** A running installation, or a new one in a state folder, without a GPU node: it must be empty. */
async function opened(into: RestoreOptions["into"]): Promise<{ target: Target; stop: () => Promise<void> }> {
  if ("url" in into) return { target: into, stop: async () => undefined };
  const { stateFolder } = into;
  mkdirSync(stateFolder, { recursive: true });
  const secrets = localSecrets(stateFolder);
  buildWeb();
  say("preparing databases");
  await applyMigrations(stateFolder);
  const port = await freePort();
  const edge = startEdge({ stateFolder, port, secrets, variables: undefined });
  try {
    await edge.waitFor(/Ready on/, 120_000);
  } catch (cause) {
    await edge.stop();
    throw cause;
  }
  return { target: { url: `http://localhost:${port}`, operatorKey: secrets.operatorKey }, stop: () => edge.stop() };
}

function report({ json, into }: RestoreOptions, restore: Restore): void {
  if (json) return console.log(JSON.stringify(restore));
  const { events = 0, actors = 0 } = restore.result ?? {};
  const next = "stateFolder" in into ? ` Start it with: npm start -- --state ${into.stateFolder}` : "";
  console.log(`restored ${restore.result?.backup ?? ""}: ${events} events, ${actors} actors. Everybody signs in as before.${next}`);
}

await runCommand(main);
process.exit();
