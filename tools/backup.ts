/** `npm run backup`: backs the whole installation up, and writes the backup into a file when asked to. */
import { backupOptions } from "./backup/options.ts";
import { OperatorClient } from "./backup/operator-client.ts";
import { checkFile } from "./backup/transfer.ts";
import { runCommand } from "./system/command.ts";
import { UserError } from "./system/user-error.ts";

async function main(): Promise<number> {
  const { url, operatorKey, out, json } = backupOptions(process.argv.slice(2), process.env);
  const client = new OperatorClient(url, operatorKey);
  const say = (line: string) => console.error(`… ${line}`);
  const backup = await client.followBackup(await client.startBackup(), ({ progress, message }) =>
    say(`${progress.done} of ${progress.total} ${progress.unit}${message === undefined ? "" : `: ${message}`}`),
  );
  if (backup.status !== "succeeded") throw new UserError(`The backup failed: ${backup.message ?? "no reason given"}`);
  if (out !== undefined) {
    say(`writing ${out}`);
    await client.download(backup.id, out);
    await checkFile(out);
  }
  if (json) console.log(JSON.stringify({ ...backup, ...(out === undefined ? {} : { file: out }) }));
  else {
    const { events = 0, actors = 0, bytes = 0 } = backup.result ?? {};
    console.log(`backup ${backup.id}: ${events} events, ${actors} actors, ${bytes} bytes${out === undefined ? "" : `, in ${out}`}`);
  }
  return 0;
}

await runCommand(main);
