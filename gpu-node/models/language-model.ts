/** Language identification: the npm package lande, a small neural network over the frequencies of one to four letters. See docs/reference/models.md. */
import { createHash, hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ModelManifest } from "../../contracts/model-manifest.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { localProvider } from "./origin.ts";
import type { ModelProperties } from "./model-store.ts";
import type { ModelChoice } from "./servable-model.ts";

/** A model that lives in a thread of its own. */
export interface LanguageModel extends ModelProperties {
  kind: "language";
  name: string;
  /** SHA-256 over the package's files. */
  version: string;
  labels: string[];
  release: string;
  manifest: ModelManifest;
}

/** ISO 639-3, in the order of the answers. */
export const languages =
  "afr ara aze bel ben bul cat ces ckb cmn dan deu ell eng est eus fin fra hau heb hin hrv hun hye ind isl ita jpn kat kaz kor lit mar mkd nld nob pes pol por ron run rus slk spa srp swe tgl tur ukr vie".split(
    " ",
  );

const release = "1.0.10";

/** Its files, and the SHA-256 over them: weights, letters and code. */
const files = ["t50.js", "t50-langs.js", "t50-ngrams.js", "t50-options.js", "utils.js"];
const known = "3dd6591bacc9991b8e6c6523385f929ee3ad6020a7de0b30c4172ffc42807c0b";

/** Characters read of a text: more of them settle nothing that these do not. */
const mostCharacters = 2_000;

export const languageChoice: ModelChoice = { name: "lande", make: (_store, context) => make(context.report) };

/** `unavailable` when the package is absent or another one than the known. */
async function make(report: Parameters<ModelChoice["make"]>[1]["report"]): Promise<Result<LanguageModel>> {
  const found = await packageFiles();
  if (found?.version !== known) {
    const why = found === undefined ? "is not installed" : `has SHA-256 ${found.version}, expected ${known}: refused`;
    return err("unavailable", `The npm package lande ${why}.`, { retryable: false });
  }
  report({ model: "lande", step: "ready" });
  const shape = { task: "classification" as const, dimensions: languages.length, maxTokens: mostCharacters, labels: [...languages] };
  const manifest = { files: found.files, licence: "MIT", source: `npm:lande@${release}`, provider: localProvider };
  return ok({ kind: "language", name: "lande", version: found.version, ...shape, release, manifest });
}

async function packageFiles(): Promise<{ version: string; files: ModelManifest["files"] } | undefined> {
  try {
    const folder = dirname(fileURLToPath(import.meta.resolve("lande")));
    const all = createHash("sha256");
    const found: ModelManifest["files"] = [];
    for (const path of files) {
      const content = await readFile(join(folder, path));
      all.update(`${path}\n`).update(content);
      found.push({ path, sha256: hash("sha256", content), bytes: content.length });
    }
    return { version: all.digest("hex"), files: found };
  } catch {
    return undefined;
  }
}
