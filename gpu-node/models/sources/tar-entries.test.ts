import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tarFiles } from "./tar-entries.ts";

let folder: string;
const long = `${"folder/".repeat(20)}${"n".repeat(120)}.onnx`;
const files: Record<string, string> = {
  "package/a.txt": "a",
  "package/empty": "",
  "package/block": "b".repeat(512),
  [long]: "deep".repeat(1_000),
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paissive-tar-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  symlinkSync("/etc/passwd", join(folder, "package", "link"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** In pieces of `size` bytes. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function packed(format: string): Buffer {
  execFileSync("tar", [`--format=${format}`, "-cf", "out.tar", "package", "folder"], { cwd: folder });
  return readFileSync(join(folder, "out.tar"));
}

describe("an archive", () => {
  it.each([
    ["gnu", 65_536],
    ["pax", 65_536],
    ["pax", 7],
  ])("of tar's format %s is read in pieces of %i bytes, its files only", async (format, size) => {
    const found: Record<string, string> = {};
    for await (const { name, content } of tarFiles(pieces(packed(format), size))) found[name] = await text(content);
    expect(found).toEqual(files);
  });

  it("is read on where a file's content is left unread, wholly or in part", async () => {
    const names: string[] = [];
    for await (const { name, content } of tarFiles(pieces(packed("pax"), 300))) {
      names.push(name);
      for await (const _ of content) break;
    }
    expect(names.toSorted()).toEqual(Object.keys(files).toSorted());
  });

  it.each([
    ["ends in the middle", (bytes: Buffer) => bytes.subarray(0, 700), "ends in the middle"],
    ["is another file", () => Buffer.alloc(2_048, 65), "no tar archive"],
  ])("that %s is refused", async (_, change, reason) => {
    const read = async () => {
      for await (const { content } of tarFiles(pieces(change(packed("pax")), 100))) await text(content);
    };
    await expect(read()).rejects.toThrow(reason);
  });
});
