#!/usr/bin/env node
/** `paissive …`: see docs/reference/cli.md. */
import { text } from "node:stream/consumers";
import { run } from "./program.ts";

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
  input: () => text(process.stdin),
  isTerminal: process.stdin.isTTY,
});
