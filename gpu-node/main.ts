/**
 * `node gpu-node/main.ts [--dial-out]`: starts a node from the environment, says one line when it serves, drains on SIGTERM and SIGINT, and asks the
 * sources of its models anew on SIGHUP.
 * `--dial-out` is PAISSIVE_NODE_DIAL_OUT=1.
 */
import { startNode } from "./node.ts";
import { readSettings } from "./settings.ts";
import { putLoopAhead } from "./threads/priority.ts";

/** Exit codes: 2 for wrong settings, 1 for a node that could not start. */
const exitCodes = { settings: 2, start: 1 } as const;

const log = (line: string) => process.stderr.write(`gpu-node: ${line}\n`);

const [flag, ...others] = process.argv.slice(2);
if (others.length > 0 || (flag !== undefined && flag !== "--dial-out")) {
  log("the only option is --dial-out; everything else is set in the environment");
  process.exit(exitCodes.settings);
}
const settings = readSettings({ ...process.env, ...(flag && { PAISSIVE_NODE_DIAL_OUT: "1" }) });
if (!settings.ok) {
  log(settings.error.detail);
  process.exit(exitCodes.settings);
}
const node = await startNode(settings.value, log, putLoopAhead());
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
process.on("SIGHUP", () => void node.value.reload());
process.stdout.write(`gpu-node ready ${node.value.url}\n`);
