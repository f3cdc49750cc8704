import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { localSecrets, writeWorkerEnv } from "./secrets.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "paissive-secrets-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("makes the secrets of a folder once, for the owner's eyes, and hands the operator key to the Workers", () => {
  const secrets = localSecrets(folder);
  expect(secrets.operatorKey).toMatch(/^pai_operator_[0-9a-f]{64}$/);
  expect(localSecrets(folder)).toEqual(secrets);
  expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  const variables = readFileSync(writeWorkerEnv(folder, secrets), "utf8");
  expect(variables).toContain(`OPERATOR_KEY=${secrets.operatorKey}\n`);
  const [, jwks = ""] = /^INWARD_JWKS=(.*)$/m.exec(variables) ?? [];
  expect(JSON.parse(jwks)).toMatchObject({ keys: [{ crv: "Ed25519", kid: expect.any(String) }] });
  expect(jwks).not.toContain('"d"');
});

it("gives a folder of an earlier version what it lacks, and leaves the rest as it is", () => {
  const old = { joinToken: "a", email: "me@example.com", password: "b" };
  writeFileSync(join(folder, "secrets.json"), JSON.stringify(old));
  const secrets = localSecrets(folder);
  expect(secrets).toMatchObject(old);
  expect(JSON.parse(readFileSync(join(folder, "secrets.json"), "utf8"))).toEqual(secrets);
});
