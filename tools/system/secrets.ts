/** Secrets of a local state folder: made once, readable by the owner only. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isBreached } from "../../workers/auth/domain/breached-passwords.ts";

export interface LocalSecrets {
  /** Lets a GPU node join the pool. */
  joinToken: string;
  /** Makes whoever holds it the operator of the installation: backup and restore. */
  operatorKey: string;
  /** Seals the secrets of authenticator apps. */
  authSecret: string;
  /** The key with which the gateway vouches for principals to services, a private JWK as JSON. */
  inwardKey: string;
  /** The ready-made local account. */
  email: string;
  password: string;
}

/** The secrets of a state folder; those that it lacks (a new folder, or an older one) are made and written down. */
export function localSecrets(stateFolder: string): LocalSecrets {
  const file = join(stateFolder, "secrets.json");
  const known = read(file);
  const secrets: LocalSecrets = {
    joinToken: randomBytes(24).toString("hex"),
    operatorKey: `pai_operator_${randomBytes(32).toString("hex")}`,
    authSecret: randomBytes(32).toString("hex"),
    inwardKey: newInwardKey(),
    email: "founder@example.com",
    password: newPassword(),
    ...known,
  };
  if (Object.keys(known).length < Object.keys(secrets).length)
    writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** A password that an account is opened with. Not one that the filter of breached ones takes for one of them by mistake. */
function newPassword(): string {
  const password = randomBytes(12).toString("base64url");
  return isBreached(password) ? newPassword() : password;
}

/** A private Ed25519 key as JWK, with an id of its own. */
export function newInwardKey(): string {
  const jwk = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return JSON.stringify({ ...jwk, kid: randomBytes(6).toString("hex") });
}

/** Variables of a system that nobody else reaches: its people may go on without a second factor, and their clocks may differ, unlike in a deployed one. */
export const localDoor = { SECOND_FACTOR_REQUIRED: "false", TOTP_SKEW: "1" } as const;

/** The variables of the gateway (`INWARD_KEY`) and of the services (`INWARD_JWKS`) for a key. */
export function inwardVariables(inwardKey: string): { INWARD_KEY: string; INWARD_JWKS: string } {
  const { d: _, ...jwk } = JSON.parse(inwardKey) as Record<string, string>;
  return { INWARD_KEY: inwardKey, INWARD_JWKS: JSON.stringify({ keys: [jwk] }) };
}

function read(file: string): Partial<LocalSecrets> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<LocalSecrets>;
  } catch {
    return {};
  }
}

/** The variables that Workers read, as an env file for wrangler (flags would show in the process list). `more` wins over what is set here. */
export function writeWorkerEnv(stateFolder: string, secrets: LocalSecrets, more: Readonly<Record<string, string>> = {}): string {
  const file = join(stateFolder, "worker.env");
  // On this machine webhooks may go to a receiver on this machine.
  const own = {
    NODE_JOIN_TOKEN: secrets.joinToken,
    OPERATOR_KEY: secrets.operatorKey,
    AUTH_SECRET: secrets.authSecret,
    ...inwardVariables(secrets.inwardKey),
    ...localDoor,
    WEBHOOK_ALLOW_LOOPBACK: "true",
  };
  const lines = Object.entries({ ...own, ...more }).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(file, lines.join(""), { mode: 0o600 });
  return file;
}
