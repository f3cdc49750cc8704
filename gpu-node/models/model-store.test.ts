import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { value } from "../testing/prepared.ts";
import { minilmRecipe } from "./minilm-recipe.ts";
import { prepare } from "./model-store.ts";
import { minilmSource, readSourceFiles, sourceFolder } from "./source-files.ts";

/** The digest that this conversion gives for the published files; it changes exactly when what is computed changes. */
const expectedVersion = "d89709e44c6ac8f3baa995fbd478f228602aa9f059534a6a244a0eb1753bd796";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "paissive-prepare-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Flips the lowest bit of one byte. */
async function damage(path: string, at: number): Promise<void> {
  const file = await open(path, "r+");
  const byte = new Uint8Array(1);
  await file.read(byte, 0, 1, at);
  await file.write(Uint8Array.of((byte[0] ?? 0) ^ 1), 0, 1, at);
  await file.close();
}

describe("the model store", () => {
  it("converts once, whoever asks at the same time, and gives the same version to all", async () => {
    const [one, two] = (await Promise.all([prepare(folder, minilmRecipe()), prepare(folder, minilmRecipe())])).map(value);
    expect([one?.version, two?.version]).toEqual([expectedVersion, expectedVersion]);
    const again = value(await prepare(folder, minilmRecipe()));
    expect(again).toMatchObject({ built: false, version: expectedVersion, dimensions: 384, maxTokens: 256 });
  });

  it("builds a damaged model anew instead of serving it", async () => {
    const { graphPath } = value(await prepare(folder, minilmRecipe()));
    await damage(graphPath, 12_000_000);
    const repaired = value(await prepare(folder, minilmRecipe()));
    expect(repaired).toMatchObject({ built: true, version: expectedVersion });
    expect(value(await prepare(folder, minilmRecipe())).built).toBe(false);
  });

  it("builds a store with a broken manifest anew", async () => {
    const { graphPath } = value(await prepare(folder, minilmRecipe()));
    await damage(join(dirname(graphPath), "manifest.json"), 0);
    expect(value(await prepare(folder, minilmRecipe())).built).toBe(true);
  });

  it("leaves no drafts behind", async () => {
    expect(await readdir(folder)).toEqual(["all-minilm-l6-v2-exact"]);
    expect(await readdir(join(folder, "all-minilm-l6-v2-exact"))).toHaveLength(1);
  });

  it("says what is wrong when the folder cannot be written", async () => {
    const file = join(value(await prepare(folder, minilmRecipe())).home, "manifest.json");
    const refused = await prepare(join(file, "below"), minilmRecipe());
    expect(refused).toMatchObject({ ok: false, error: { code: "internal" } });
  });
});

describe("the source", () => {
  it("is refused when one bit of the weights differs", async () => {
    const source = join(folder, "..", `${folder.split("/").at(-1)}-source`);
    for (const { path } of Object.values(minilmSource.files)) {
      await mkdir(dirname(join(source, path)), { recursive: true });
      await copyFile(join(sourceFolder() ?? "", path), join(source, path));
    }
    expect((await readSourceFiles(source)).ok).toBe(true);
    await damage(join(source, minilmSource.files.weights.path), 1_000_000);
    const refused = await prepare(join(folder, "never"), minilmRecipe({ folder: source }));
    await rm(source, { recursive: true, force: true });
    expect(refused).toMatchObject({ ok: false, error: { code: "unavailable", retryable: false } });
    expect(!refused.ok && refused.error.detail).toContain("expected f20d0d47a6e1");
    await expect(readFile(join(folder, "never"))).rejects.toThrow("ENOENT");
  });

  it("is missed with a clear word when the package is not there", async () => {
    const missed = await prepare(join(folder, "never"), minilmRecipe({ folder: join(folder, "no-such-package") }));
    expect(!missed.ok && missed.error.detail).toContain("cannot be read");
  });
});
