import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DiskRoom } from "./disk-room.ts";

let folder: string;
let evicted: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "paissive-room-"));
  evicted = [];
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A version of a model with a file of `bytes`, last used at second `at`. */
async function version(slot: string, letter: string, bytes: number, at: number): Promise<string> {
  const path = join(folder, slot, letter.repeat(16));
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "model.onnx"), Buffer.alloc(bytes));
  await utimes(path, at, at);
  return path;
}

function room(quotaBytes: number): DiskRoom {
  return new DiskRoom({ folder, quotaBytes, onEvicted: (path) => evicted.push(path) });
}

describe("the room of the model store", () => {
  it("is made by what was used longest ago, prepared or fetched, and only as far as needed", async () => {
    const [oldest, middle, newest] = [
      await version(".downloads/one", "a", 400, 1_000),
      await version("one-download", "b", 400, 2_000),
      await version("two", "c", 400, 3_000),
    ];
    const disk = room(1_500);
    expect((await disk.make(300)).ok).toBe(true);
    expect(evicted).toEqual([]);
    expect((await disk.make(700)).ok).toBe(true);
    expect(evicted).toEqual([oldest]);
    expect([middle, newest].map((path) => existsSync(path))).toEqual([true, true]);
    expect((await disk.make(1_500)).ok).toBe(true);
    expect(evicted).toEqual([oldest, middle, newest]);
  });

  it("is never made by what is in use, here or by another process that lives", async () => {
    const [mine, theirs, free] = [
      await version("a", "a", 400, 1_000),
      await version("b", "b", 400, 2_000),
      await version("c", "c", 400, 3_000),
    ];
    const other = spawn("sleep", ["60"]);
    await mkdir(join(folder, ".in-use"));
    await writeFile(join(folder, ".in-use", String(other.pid)), theirs);
    const disk = room(1_200);
    const release = disk.hold(mine);
    expect((await disk.make(400)).ok).toBe(true);
    expect(evicted).toEqual([free]);
    const full = await disk.make(500);
    expect(full).toMatchObject({ ok: false, error: { code: "unavailable", retryable: false } });
    expect(!full.ok && full.error.detail).toContain("PAISSIVE_MODEL_DISK_MB");
    other.kill();
    await once(other, "exit");
    release();
    expect((await disk.make(1_200)).ok).toBe(true);
    expect(evicted).toEqual([free, mine, theirs]);
    await disk.close();
    expect(existsSync(join(folder, ".in-use", String(process.pid)))).toBe(false);
  });

  it("ends with the disk where there is no quota", async () => {
    const path = await version("a", "a", 400, 1_000);
    const full = await room(Infinity).make(2 ** 60);
    expect(!full.ok && full.error.detail).toMatch(/the disk has \d+ MB/);
    expect(existsSync(path)).toBe(false);
  });
});
