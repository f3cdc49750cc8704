import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { tarEnd, tarHeader, tarPadding } from "../../workers/database/domain/backup/tar.ts";
import { entriesOf } from "./tar.ts";

const folder = mkdtempSync(join(tmpdir(), "paissive-tar-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, entries: Record<string, string>, end: Uint8Array = tarEnd): string {
  const bytes = Object.entries(entries).flatMap(([entry, text]) => {
    const content = Buffer.from(text);
    return [tarHeader({ name: entry, bytes: content.length, time: 1_800_000_000_000 }), content, tarPadding(content.length)];
  });
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat([...bytes, end]));
  return path;
}

async function read(path: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, bytes } of entriesOf(path)) found[name] = new TextDecoder().decode(bytes);
  return found;
}

const entries = { "manifest.json": "{}", "parts/000000.ndjson.gz": "x".repeat(1_300), "parts/000001.ndjson.gz": "y".repeat(512) };

it("reads the entries that were written, as tar itself does", async () => {
  const path = file("whole.tar", entries);
  expect(await read(path)).toEqual(entries);
  expect(execFileSync("tar", ["-tf", path], { encoding: "utf8" }).trim().split("\n")).toEqual(Object.keys(entries));
});

it("takes no file that ends too early, nor one of another kind", async () => {
  await expect(read(file("cut.tar", entries, new Uint8Array()))).rejects.toThrow("ends too early");
  const other = join(folder, "other");
  writeFileSync(other, "z".repeat(2_000));
  await expect(read(other)).rejects.toThrow("not the file of a backup");
});
