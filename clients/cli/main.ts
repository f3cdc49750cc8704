#!/usr/bin/env node
/** `paissive …`: see docs/reference/cli.md. */
import { text as allOf } from "node:stream/consumers";
import { run } from "./program.ts";

/** Of the terminal; what comes after it begins a line of its own. */
let line = "";
const endLine = () => {
  if (line !== "") process.stderr.write("\n");
  line = "";
};

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  print(text) {
    endLine();
    process.stdout.write(`${text}\n`);
  },
  complain(text) {
    endLine();
    process.stderr.write(`${text}\n`);
  },
  progress(text) {
    // Elsewhere, a line for each step would fill a log.
    if (!process.stderr.isTTY || text === line) return;
    process.stderr.write(`\r${text.padEnd(line.length)}`);
    line = text;
  },
  input: () => allOf(process.stdin),
  isTerminal: process.stdin.isTTY,
});
