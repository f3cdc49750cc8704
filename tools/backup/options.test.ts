import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { localSecrets } from "../system/secrets.ts";
import { backupOptions, restoreOptions } from "./options.ts";

const folder = mkdtempSync(join(tmpdir(), "paissive-options-"));
const file = join(folder, "backup.tar");
writeFileSync(file, "");
afterAll(() => rmSync(folder, { recursive: true }));
const env = { PAISSIVE_OPERATOR_KEY: "a key" };

it("takes the operator key from the environment, else from the state folder", () => {
  expect(backupOptions([], env)).toMatchObject({ url: "http://localhost:8787", operatorKey: "a key", out: undefined, json: false });
  expect(backupOptions(["--state", folder, "--json"], {})).toMatchObject({ operatorKey: localSecrets(folder).operatorKey, json: true });
  expect(() => backupOptions(["--state", join(folder, "absent")], {})).toThrow("no operator key");
});

it("restores a file into a new state folder or a running system, a backup into a running one", () => {
  expect(restoreOptions(["--from", file, "--state", folder], env)).toEqual({ json: false, from: file, into: { stateFolder: folder } });
  expect(restoreOptions(["--from", file, "--url", "https://a.example"], env)).toMatchObject({ into: { url: "https://a.example" } });
  expect(restoreOptions(["mnt_1"], env)).toMatchObject({ backup: "mnt_1", into: { operatorKey: "a key" } });
});

it.each([
  [[], "Say what to restore"],
  [["mnt_1", "--from", file], "Say what to restore"],
  [["mnt_1", "mnt_2"], "Say what to restore"],
  [["--from", join(folder, "absent")], "There is no file"],
  [["--from", file, "--url", "nowhere"], "not an address"],
  [["--form", file], "Try npm run restore -- --help"],
])("refuses %j in one line that says what to do", (args, words) => {
  expect(() => restoreOptions(args, env)).toThrow(words);
});
