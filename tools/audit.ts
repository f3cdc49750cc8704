/** `npm run audit:verify -- [FILE] [--head SEQUENCE:HASH]`: whether an exported audit log holds. Without a file it reads standard input. */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { headOf, verifyExport } from "./audit/verify.ts";
import { runCommand } from "./system/command.ts";

/** Returns the exit code: 0 when the chain holds from its first entry to its last. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { head: { type: "string" } } });
  const [file] = positionals;
  const lines = createInterface({ input: file === undefined ? process.stdin : createReadStream(file), crlfDelay: Infinity });
  const { head, broken } = await verifyExport(lines, values.head === undefined ? undefined : headOf(values.head));
  if (broken) {
    console.log(`broken at entry ${broken.sequence}: ${broken.what}; ${head.sequence} entries before it hold`);
    return 1;
  }
  console.log(`intact: ${head.sequence} entries, head ${head.sequence}:${head.hash}`);
  return 0;
}

await runCommand(main);
