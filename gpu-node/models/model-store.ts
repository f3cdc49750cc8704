/** The model store: builds a model once, keeps it in a folder, and gives it out only while its files have the digests of their making. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { modelTaskSchema } from "../../contracts/node-protocol.ts";
import { err, ok, type Result } from "../../contracts/result.ts";

/** Rises when preparing changes what it writes: stores of an older revision are built anew. */
const storeRevision = 2;

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
  name: string;
  /** SHA-256 over the digests of its files: equal versions compute equal answers on equal machines. */
  version: string;
  graphPath: string;
  /** Size of the graph's file, nearly all of it weights. */
  graphBytes: number;
  tokenizerPath: string;
  /** True when this call built it, false when the store had it. */
  built: boolean;
}

export interface BuiltModel {
  graph: Uint8Array;
  tokenizer: Uint8Array;
  properties: ModelProperties;
}

/** How to come by a model that the store does not have. */
export interface Recipe {
  name: string;
  /** Name of its folder in the store. */
  slot: string;
  /** Names what it is built from; a stored model of another origin is built anew. */
  origin(): Promise<Result<string>>;
  build(): Promise<Result<BuiltModel>>;
}

/**
 * Gives the recipe's model from the store in `folder`, building it first when the store has none, or one whose files do not match their
 * digests. Several processes may prepare at once. The recipe's faults, or `internal` when the folder cannot be written.
 */
export async function prepare(folder: string, recipe: Recipe): Promise<Result<PreparedModel>> {
  const home = join(folder, recipe.slot);
  const origin = await recipe.origin();
  if (!origin.ok) return origin;
  const stored = await readStored(home, origin.value);
  if (stored) return ok(describe(recipe.name, home, stored, false));
  const model = await recipe.build();
  if (!model.ok) return model;
  try {
    await store(folder, home, origin.value, model.value);
    const written = await readStored(home, origin.value);
    if (written) return ok(describe(recipe.name, home, written, true));
    return err("internal", `The model store ${folder} does not hold what was written to it.`);
  } catch (cause) {
    return err("internal", `The model store ${folder} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

/** Writes everything into a folder of its own and renames it into place, so that no reader ever sees half a model. */
async function store(folder: string, home: string, origin: string, { graph, tokenizer, properties }: BuiltModel): Promise<void> {
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

type Stored = Manifest & { graphBytes: number };

async function readStored(home: string, origin: string): Promise<Stored | undefined> {
  try {
    const manifest = manifestSchema.parse(JSON.parse(await readFile(join(home, manifestName), "utf8")));
    if (manifest.origin !== origin) return undefined;
    const [graph, tokenizer] = [await readFile(join(home, fileNames.graph)), await readFile(join(home, fileNames.tokenizer))];
    const intact = sha256(graph) === manifest.files[fileNames.graph] && sha256(tokenizer) === manifest.files[fileNames.tokenizer];
    return intact ? { ...manifest, graphBytes: graph.length } : undefined;
  } catch {
    return undefined;
  }
}

function describe(name: string, home: string, { files, properties, graphBytes }: Stored, built: boolean): PreparedModel {
  return {
    name,
    version: sha256(`${files[fileNames.graph]}\n${files[fileNames.tokenizer]}\n`),
    ...properties,
    graphPath: join(home, fileNames.graph),
    graphBytes,
    tokenizerPath: join(home, fileNames.tokenizer),
    built,
  };
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
