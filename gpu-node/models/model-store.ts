/** The model store: builds a model once, keeps it in a folder, and gives it out only while its files have the digests of their making. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";
import type { ModelManifest } from "../../contracts/model-manifest.ts";
import { modelTaskSchema } from "../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../contracts/result.ts";
import { fileDigest } from "./download/file-digest.ts";
import { localProvider, type ModelOrigin } from "./origin.ts";
import { quietStore, type StoreContext } from "./store-context.ts";

/** Rises when preparing changes what it writes: stores of an older revision are built anew. */
const storeRevision = 3;

const fileNames = { graph: "model.onnx", tokenizer: "tokenizer.json" } as const;
const manifestName = "manifest.json";

/** What callers are told of a model, and what the node needs to run it. */
const propertiesSchema = z.object({
  task: modelTaskSchema,
  /** Numbers in a row of the graph's output: of a vector, one a label, or one for relevance. */
  dimensions: z.int().positive(),
  maxTokens: z.int().positive(),
  /** Of a classifier, in the order of its output. */
  labels: z.array(z.string()).optional(),
});
export type ModelProperties = z.infer<typeof propertiesSchema>;

const manifestSchema = z.object({
  revision: z.literal(storeRevision),
  origin: z.string(),
  properties: propertiesSchema,
  files: z.object({ "model.onnx": z.string(), "tokenizer.json": z.string() }),
});
type Manifest = z.infer<typeof manifestSchema>;

/** A model ready to load. */
export interface PreparedModel extends ModelProperties {
  kind: "graph";
  name: string;
  /** SHA-256 over the digests of its files: equal versions compute equal answers on equal machines, and in whole numbers on any. */
  version: string;
  graphPath: string;
  /** SHA-256 of the graph's file. */
  graphDigest: string;
  /** Size of the graph's file, nearly all of it weights. */
  graphBytes: number;
  tokenizerPath: string;
  /** Its semantic version, where it has one. */
  release?: string;
  manifest: ModelManifest;
  /** Its folder. */
  home: string;
  /** True when this call built it, false when the store had it. */
  built: boolean;
}

export interface BuiltModel {
  graph: Uint8Array;
  tokenizer: Uint8Array;
  properties: ModelProperties;
}

/** How to come by a model that the store does not have. `store` is the store's folder. */
export interface Recipe {
  name: string;
  /** Name of its folder in the store. */
  slot: string;
  /** Names what it is built from; each origin has its own place in the store, so that a new version does not disturb the old one. */
  origin(store: string, context: StoreContext): Promise<Result<string>>;
  build(store: string, context: StoreContext): Promise<Result<BuiltModel>>;
  /** What is known of where it comes from, once `origin` was asked. */
  about?(): ModelOrigin;
  /** Called when the store already holds what `origin` named after its source was asked anew. */
  settle?(store: string, context: StoreContext): Promise<void>;
}

/**
 * Gives the recipe's model from the store in `folder`, building it first when the store has none, or one whose files do not match their
 * digests: those are removed. Several processes may prepare at once. The recipe's faults, `unavailable` when the disk has no room for it, or
 * `internal` when the folder cannot be written.
 */
export async function prepare(folder: string, recipe: Recipe, context: StoreContext = quietStore): Promise<Result<PreparedModel>> {
  const { name } = recipe;
  const origin = await recipe.origin(folder, context);
  if (!origin.ok) return origin;
  const home = join(folder, recipe.slot, sha256(origin.value).slice(0, 16));
  const stored = await readStored(home, origin.value);
  if (stored) {
    if (context.renew) await recipe.settle?.(folder, context);
    await utimes(home, new Date(), new Date());
    context.report({ model: name, step: "ready" });
    return ok(describe(recipe, home, stored, false));
  }
  if (await isThere(home)) {
    context.report({ model: name, step: "refuse", file: "the prepared model", why: "its files have not the digests of their making" });
    await rm(home, { recursive: true, force: true });
  }
  const model = await recipe.build(folder, context);
  if (!model.ok) return model;
  const room = await context.room(model.value.graph.length + model.value.tokenizer.length);
  if (!room.ok) return room;
  try {
    await store(folder, home, origin.value, model.value);
    const written = await readStored(home, origin.value);
    if (!written) return err("internal", `The model store ${folder} does not hold what was written to it.`);
    context.report({ model: name, step: "ready" });
    return ok(describe(recipe, home, written, true));
  } catch (cause) {
    return err("internal", `The model store ${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** True while the files on the disk are those that were prepared. Looked at before every load: a disk can fail while the node runs. */
export async function isIntact({ home, version }: PreparedModel): Promise<boolean> {
  const found = [await fileDigest(join(home, fileNames.graph)), await fileDigest(join(home, fileNames.tokenizer))];
  return versionOf(found[0] ?? "", found[1] ?? "") === version;
}

/** Writes everything into a folder of its own and renames it into place, so that no reader ever sees half a model. */
async function store(folder: string, home: string, origin: string, { graph, tokenizer, properties }: BuiltModel): Promise<void> {
  const slot = dirname(home);
  await mkdir(slot, { recursive: true });
  // Earlier revisions kept one version a slot, in the slot itself.
  await Promise.all([...Object.values(fileNames), manifestName].map((file) => rm(join(slot, file), { force: true })));
  const draft = join(folder, `.draft-${randomUUID()}`);
  const files = { [fileNames.graph]: sha256(graph), [fileNames.tokenizer]: sha256(tokenizer) };
  const manifest: Manifest = { revision: storeRevision, origin, properties, files };
  await mkdir(draft, { recursive: true });
  try {
    await writeFile(join(draft, fileNames.graph), graph);
    await writeFile(join(draft, fileNames.tokenizer), tokenizer);
    await writeFile(join(draft, manifestName), JSON.stringify(manifest, null, 2));
    await moveIntoPlace(draft, home, origin);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function moveIntoPlace(draft: string, home: string, origin: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(draft, home);
    } catch (cause) {
      // A folder stands there: another process finished first, or it is the corrupt one that this build replaces.
      if (await readStored(home, origin)) return;
      if (attempt === 3) throw cause;
      await rm(home, { recursive: true, force: true });
    }
  }
}

type Stored = Manifest & { bytes: Record<keyof Manifest["files"], number> };

async function readStored(home: string, origin: string): Promise<Stored | undefined> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(home, manifestName), "utf8")));
    if (manifest.origin !== origin) return undefined;
    const [graph, tokenizer] = [join(home, fileNames.graph), join(home, fileNames.tokenizer)];
    const { files } = manifest;
    const intact = (await fileDigest(graph)) === files[fileNames.graph] && (await fileDigest(tokenizer)) === files[fileNames.tokenizer];
    const bytes = { [fileNames.graph]: (await stat(graph)).size, [fileNames.tokenizer]: (await stat(tokenizer)).size };
    return intact ? { ...manifest, bytes } : undefined;
  } catch {
    return undefined;
  }
}

function describe(recipe: Recipe, home: string, { files, properties, bytes }: Stored, built: boolean): PreparedModel {
  const { release, manifest } = recipe.about?.() ?? { manifest: {} };
  const described = Object.values(fileNames).map((path) => ({ path, sha256: files[path], bytes: bytes[path] }));
  return {
    kind: "graph",
    name: recipe.name,
    home,
    version: versionOf(files[fileNames.graph], files[fileNames.tokenizer]),
    ...properties,
    graphPath: join(home, fileNames.graph),
    graphDigest: files[fileNames.graph],
    graphBytes: bytes[fileNames.graph],
    tokenizerPath: join(home, fileNames.tokenizer),
    ...(release === undefined ? {} : { release }),
    manifest: { files: described, provider: localProvider, ...manifest },
    built,
  };
}

function versionOf(graph: string, tokenizer: string): string {
  return sha256(`${graph}\n${tokenizer}\n`);
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
