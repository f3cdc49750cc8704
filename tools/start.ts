/** `npm start`: the whole system until Ctrl-C. `-- --port N --state FOLDER --mail`. */
import { parseArgs } from "node:util";
import { resolve } from "node:path";
import { runCommand } from "./system/command.ts";
import { signInLocally } from "./system/account.ts";
import { defaultStateFolder } from "./system/paths.ts";
import { requireFree } from "./system/ports.ts";
import { startSystem } from "./system/system.ts";
import { UserError } from "./system/user-error.ts";

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { port: { type: "string", default: "8787" }, state: { type: "string" }, mail: { type: "boolean", default: false } },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UserError(`--port ${values.port}: a port is a number from 1 to 65535.`);
  await requireFree(port, "npm start -- --port");
  const stateFolder = values.state === undefined ? defaultStateFolder : resolve(values.state);
  const interrupted = new Promise<"interrupted">((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done("interrupted"));
  });
  const starting = startSystem({
    stateFolder,
    port,
    variables: values.mail ? { MAIL_OUTBOX: "true" } : {},
    onProgress: (message) => console.log(`… ${message}`),
  });
  const early = await Promise.race([starting.then(() => "started" as const), interrupted]);
  const system = await starting;
  if (early === "interrupted") return stopAll(system);
  const account = await signInLocally(system.url, system.secrets).then(
    () => `  account   ${system.secrets.email}\n  password  ${system.secrets.password}`,
    // A restored backup brings its own password for the same address.
    () => "  account   yours, as it was: this state has accounts of its own",
  );
  console.log(`
pAIssive is running.

  web app   ${system.url}
  API       ${system.url}/api/v1
${account}${values.mail ? `\n  e-mail    ${system.url}/outbox, with the operator key of secrets.json` : ""}
  state     ${stateFolder}

Ctrl-C stops everything.`);
  const end = await Promise.race([interrupted, system.broken]);
  if (end === "interrupted") return stopAll(system);
  console.error(`${end} ended unexpectedly; its log is in ${stateFolder}. Run npm start again: nothing is lost.`);
  await system.stop();
  return 1;
}

async function stopAll(system: { stop(): Promise<void> }): Promise<number> {
  console.log("\nstopping");
  await system.stop();
  return 0;
}

await runCommand(main);
process.exit();
