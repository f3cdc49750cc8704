/** `node gpu-node/main.ts`: starts a node from the environment, says one line when it serves, and drains on SIGTERM and SIGINT. */
import { startNode } from "./node.ts";
import { readSettings } from "./settings.ts";

/** Exit codes: 2 for wrong settings, 1 for a node that could not start. */
const exitCodes = { settings: 2, start: 1 } as const;

const log = (line: string) => process.stderr.write(`gpu-node: ${line}\n`);

const settings = readSettings(process.env);
if (!settings.ok) {
  log(settings.error.detail);
  process.exit(exitCodes.settings);
}
const node = await startNode(settings.value, log);
if (!node.ok) {
  log(node.error.detail);
  process.exit(exitCodes.start);
}

let stopping = false;
const stop = (signal: string) => {
  // A second signal means that nobody wants to wait.
  if (stopping) process.exit(exitCodes.start);
  stopping = true;
  log(`${signal}: draining`);
  void node.value.stop().then(() => process.exit(0));
};
process.on("SIGTERM", () => stop("SIGTERM"));
process.on("SIGINT", () => stop("SIGINT"));
process.stdout.write(`gpu-node ready ${node.value.url}\n`);
