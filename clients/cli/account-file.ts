/** Where the command line keeps the installation and the key: one file, for its owner's eyes only. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Account } from "./api.ts";

/** XDG Base Directory Specification; `PAISSIVE_CONFIG` names another file. */
export function accountFile(env: NodeJS.ProcessEnv): string {
  return env["PAISSIVE_CONFIG"] ?? join(env["XDG_CONFIG_HOME"] ?? join(homedir(), ".config"), "paissive", "account.json");
}

export function readAccount(file: string): Partial<Account> {
  try {
    const { url, key } = JSON.parse(readFileSync(file, "utf8")) as Partial<Account>;
    return { ...(typeof url === "string" ? { url } : {}), ...(typeof key === "string" ? { key } : {}) };
  } catch {
    return {};
  }
}

export function writeAccount(file: string, account: Account): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Removed first: an older file might be readable by others, and would stay so.
  rmSync(file, { force: true });
  writeFileSync(file, `${JSON.stringify(account, undefined, 2)}\n`, { mode: 0o600 });
}

export function forgetAccount(file: string): void {
  rmSync(file, { force: true });
}
