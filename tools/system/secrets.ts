/** Secrets of a local state folder: made once, readable by the owner only. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface LocalSecrets {
  /** Lets a GPU node join the pool. */
  joinToken: string;
  /** The ready-made local account. */
  email: string;
  password: string;
}

export function localSecrets(stateFolder: string): LocalSecrets {
  const file = join(stateFolder, "secrets.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as LocalSecrets;
  } catch {
    const secrets: LocalSecrets = {
      joinToken: randomBytes(24).toString("hex"),
      email: "founder@example.com",
      password: randomBytes(12).toString("base64url"),
    };
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    return secrets;
  }
}

/** The variables that Workers read, as an env file for wrangler (flags would show in the process list). */
export function writeWorkerEnv(stateFolder: string, secrets: LocalSecrets): string {
  const file = join(stateFolder, "worker.env");
  // On this machine webhooks may go to a receiver on this machine.
  writeFileSync(file, `NODE_JOIN_TOKEN=${secrets.joinToken}\nWEBHOOK_ALLOW_LOOPBACK=true\n`, { mode: 0o600 });
  return file;
}
