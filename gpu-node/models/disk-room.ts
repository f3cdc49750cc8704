/**
 * Keeps the model store within its quota: what was used longest ago makes room, never what a process on this machine has configured, loaded or
 * under way.
 */
import { mkdir, readdir, readFile, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";
import { isAlive } from "./download/living.ts";
import { downloads } from "./store-folders.ts";

export interface DiskRoomOptions {
  /** The store's folder. */
  folder: string;
  /** Bytes that the store may take; infinite: as many as the disk has. */
  quotaBytes: number;
  /** Told of every folder removed. */
  onEvicted?: (folder: string, bytes: number) => void;
}

interface Entry {
  folder: string;
  bytes: number;
  /** Epoch milliseconds. */
  lastUsed: number;
}

/** Folders of one version of a model are named by the beginning of a digest. */
const versionName = /^[0-9a-f]{16}$/;

export class DiskRoom {
  readonly #options: DiskRoomOptions;
  /** How often each folder is held by this process. */
  readonly #held = new Map<string, number>();
  #written: Promise<unknown> = Promise.resolve();

  constructor(options: DiskRoomOptions) {
    this.#options = options;
  }

  /** Keeps a folder until the function that it gives is called; other processes on the same store respect it too. */
  hold(folder: string): () => void {
    this.#held.set(folder, (this.#held.get(folder) ?? 0) + 1);
    void this.#announce();
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      const left = (this.#held.get(folder) ?? 1) - 1;
      if (left > 0) this.#held.set(folder, left);
      else this.#held.delete(folder);
      void this.#announce();
    };
  }

  /** Makes room for `bytes` more. `unavailable` with the figures when what may be removed is not enough. */
  async make(bytes: number): Promise<Result<true>> {
    const { folder, quotaBytes, onEvicted } = this.#options;
    const entries = await this.#entries();
    const kept = await this.#keptByAnyone();
    const removable = entries.filter((entry) => !kept.has(entry.folder)).toSorted((a, b) => a.lastUsed - b.lastUsed);
    let taken = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    let free = await freeBytes(folder);
    while (taken + bytes > quotaBytes || bytes > free) {
      const oldest = removable.shift();
      if (!oldest) return full(bytes, taken, quotaBytes, free);
      await rm(oldest.folder, { recursive: true, force: true });
      taken -= oldest.bytes;
      free += oldest.bytes;
      onEvicted?.(oldest.folder, oldest.bytes);
    }
    return ok(true);
  }

  /** Takes this process's name off what it held. */
  async close(): Promise<void> {
    this.#held.clear();
    await this.#written;
    await rm(this.#own(), { force: true });
  }

  #own(): string {
    return join(this.#options.folder, inUse, String(process.pid));
  }

  /** Writes down what this process holds, one writing after the other. */
  #announce(): Promise<unknown> {
    this.#written = this.#written.then(async () => {
      const draft = `${this.#own()}.new`;
      await mkdir(join(this.#options.folder, inUse), { recursive: true });
      await writeFile(draft, [...this.#held.keys()].join("\n"));
      await rename(draft, this.#own());
      // A store that cannot be written has no room to give either: whoever asks for it hears that.
    }, ignore);
    return (this.#written = this.#written.catch(ignore));
  }

  async #keptByAnyone(): Promise<Set<string>> {
    const kept = new Set(this.#held.keys());
    const folder = join(this.#options.folder, inUse);
    for (const name of await readdir(folder).catch(() => [])) {
      if (!/^\d+$/.test(name) || !isAlive(Number(name))) continue;
      const lines = await readFile(join(folder, name), "utf8").catch(() => "");
      for (const line of lines.split("\n")) kept.add(line);
    }
    return kept;
  }

  async #entries(): Promise<Entry[]> {
    const { folder } = this.#options;
    const homes = [...(await folders(folder)).filter((path) => !path.endsWith(downloads)), ...(await folders(join(folder, downloads)))];
    const versions = (await Promise.all(homes.map(folders))).flat().filter((path) => versionName.test(path.split("/").at(-1) ?? ""));
    return Promise.all(
      versions.map(async (version) => {
        return { folder: version, bytes: await bytesIn(version), lastUsed: (await stat(version).catch(() => undefined))?.mtimeMs ?? 0 };
      }),
    );
  }
}

/** Below the store's folder: what each process holds. */
const inUse = ".in-use";
const ignore = () => undefined;

async function folders(parent: string): Promise<string[]> {
  const found = await readdir(parent, { withFileTypes: true }).catch(() => []);
  return found.filter((entry) => entry.isDirectory()).map(({ name }) => join(parent, name));
}

async function bytesIn(folder: string): Promise<number> {
  const found = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = await Promise.all(files.map(async (file) => (await stat(file).catch(() => undefined))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Of the disk that the folder is on, or will be on. */
async function freeBytes(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true }).catch(ignore);
  const disk = await statfs(folder).catch(() => undefined);
  return disk ? disk.bavail * disk.bsize : Infinity;
}

function full(bytes: number, taken: number, quota: number, free: number): Result<true> {
  const needed = `${megabytes(bytes)} MB more are needed`;
  const why = bytes > free ? `the disk has ${megabytes(free)} MB` : `the models in use take ${megabytes(taken)} of ${megabytes(quota)} MB`;
  return err("unavailable", `There is no room for the model: ${needed}, ${why} (PAISSIVE_MODEL_DISK_MB).`, { retryable: false });
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}
