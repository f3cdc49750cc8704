import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SentenceTokenizer } from "../core/sentence-tokenizer.ts";
import { padRows } from "../core/token-batch.ts";
import { OnnxEngine } from "../backends/onnx-engine.ts";
import { openEmbedder, openRunner } from "../testing/embedder.ts";
import { minilmStates, modelFolder, splitWeights, toyEncoder, toyState } from "../testing/model-folder.ts";
import { preparedForTests, reviews, value } from "../testing/prepared.ts";
import { directoryRecipe } from "./directory-recipe.ts";
import { prepare, type PreparedModel } from "./model-store.ts";

const toyConfig = { architectures: ["BertModel"], model_type: "bert", hidden_size: 4, max_position_embeddings: 64 };
const pairConfig = { ...toyConfig, architectures: ["BertForSequenceClassification"], id2label: { 0: "LABEL_0" } };

let store: string;
let tokenizer: SentenceTokenizer;
const folders: string[] = [];
beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), "paissive-prepare-"));
  tokenizer = new SentenceTokenizer(await readFile((await preparedForTests()).tokenizerPath, "utf8"), 64);
}, 60_000);
afterAll(() => Promise.all([store, ...folders].map((folder) => rm(folder, { recursive: true, force: true }))));

async function prepared(name: string, files: Record<string, unknown>) {
  const folder = await modelFolder(files);
  folders.push(folder);
  return prepare(store, directoryRecipe(name, folder));
}

/** Rows of one batch of token ids. */
async function run(model: PreparedModel, rows: readonly number[][]): Promise<number[][]> {
  const engine = value(await OnnxEngine.alone(model, { lanes: 1, device: "cpu" }));
  const { vectors } = value(await engine.run(0, padRows(rows.map((row) => Int32Array.from(row)))));
  await engine.close();
  return rows.map((_, i) => [...vectors.subarray(i * model.dimensions, (i + 1) * model.dimensions)]);
}

function unit(numbers: readonly number[]): number[] {
  const length = Math.hypot(...numbers);
  return numbers.map((x) => x / length);
}

const mean = (rows: readonly number[][]) => (rows[0] ?? []).map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0) / rows.length);

describe("an encoder in a folder", () => {
  it("gives the vectors of all-MiniLM-L6-v2 from that model's token states", async () => {
    const config = { architectures: ["BertModel"], model_type: "bert", hidden_size: 384, max_position_embeddings: 512 };
    const pooling = { word_embedding_dimension: 384, pooling_mode_mean_tokens: true };
    const files = { "onnx/model.onnx": await minilmStates(), "config.json": config, "1_Pooling/config.json": pooling };
    const model = value(await prepared("minilm-folder", { ...files, "sentence_bert_config.json": { max_seq_length: 256 } }));
    expect(model).toMatchObject({ task: "embedding", dimensions: 384, maxTokens: 256, built: true });
    const [own, adapted] = await Promise.all([openEmbedder(), openRunner(model)]);
    const texts = reviews(12);
    const [expected, given] = [await own.batch(texts), await adapted.batch(texts)];
    await Promise.all([own.close(), adapted.close()]);
    expected.forEach((vector, row) => vector.forEach((x, i) => expect(given[row]?.[i]).toBeCloseTo(x, 5)));
  }, 60_000);

  const texts = [
    [101, 2204, 102],
    [101, 7592, 2088, 999, 102],
  ];
  it.each([
    ["mean", { pooling_mode_mean_tokens: true }, (row: number[]) => mean(row.map((id) => toyState(id)))],
    ["the first token", { pooling_mode_cls_token: true }, (row: number[]) => toyState(row[0] ?? 0)],
    ["the last token", { pooling_mode_lasttoken: true }, (row: number[]) => toyState(row.at(-1) ?? 0)],
  ])("pools by %s and gives length 1, in a batch with padding", async (name, pooling, expected) => {
    const files = { "model.onnx": toyEncoder("states"), "config.json": toyConfig, "1_Pooling/config.json": pooling };
    const model = value(await prepared(`toy-${name.replaceAll(" ", "-")}`, files));
    expect(model).toMatchObject({ task: "embedding", dimensions: 4, maxTokens: 64 });
    const rows = await run(model, texts);
    rows.forEach((row, i) => unit(expected(texts[i] ?? [])).forEach((x, k) => expect(row[k]).toBeCloseTo(x, 5)));
  });

  it("is taken from the store the next time, and built anew when a file of the folder changed", async () => {
    const folder = await modelFolder({ "model.onnx": toyEncoder("states"), "config.json": toyConfig });
    folders.push(folder);
    const first = value(await prepare(store, directoryRecipe("changing", folder)));
    expect(value(await prepare(store, directoryRecipe("changing", folder)))).toEqual({ ...first, built: false });
    await writeFile(join(folder, "config.json"), JSON.stringify({ ...toyConfig, max_position_embeddings: 32 }));
    const changed = value(await prepare(store, directoryRecipe("changing", folder)));
    expect([changed.built, changed.maxTokens, changed.version === first.version]).toEqual([true, 32, false]);
  });
});

describe("a classifier in a folder", () => {
  const labels = { id2label: { 0: "praise", 1: "complaint", 2: "question", 3: "other" } };
  const config = { ...toyConfig, architectures: ["BertForSequenceClassification"], ...labels };
  const rows = [
    [101, 2204, 102],
    [101, 7592, 2088, 999, 102],
  ];
  const logits = (row: readonly number[]) => mean(row.map((id) => toyState(id)));

  it("gives its labels' probabilities, which add up to 1", async () => {
    const model = value(await prepared("toy-classes", { "model.onnx": toyEncoder("classes"), "config.json": config }));
    expect(model).toMatchObject({ task: "classification", dimensions: 4, labels: Object.values(labels.id2label) });
    for (const [i, given] of (await run(model, rows)).entries()) {
      const odds = logits(rows[i] ?? []).map((x) => Math.exp(x));
      const whole = odds.reduce((sum, x) => sum + x, 0);
      given.forEach((p, k) => expect(p).toBeCloseTo((odds[k] ?? 0) / whole, 5));
    }
  });

  it("judges each label by itself where the model is of that kind; its weights may lie in a file beside the graph", async () => {
    const { graph, weights } = splitWeights(toyEncoder("classes"), "model.onnx_data");
    const files = { "onnx/model.onnx": graph, "onnx/model.onnx_data": weights };
    const model = value(
      await prepared("toy-labels", { ...files, "config.json": { ...config, problem_type: "multi_label_classification" } }),
    );
    for (const [i, given] of (await run(model, rows)).entries())
      given.forEach((p, k) => expect(p).toBeCloseTo(1 / (1 + Math.exp(-(logits(rows[i] ?? [])[k] ?? 0))), 5));
  });
});

describe("a model that reads query and document together", () => {
  it("gives a number between 0 and 1, and tells the document's tokens from the query's", async () => {
    const model = value(await prepared("toy-pair", { "model.onnx": toyEncoder("pair"), "config.json": pairConfig }));
    expect(model).toMatchObject({ task: "rerank", dimensions: 1 });
    const query = tokenizer.encode("is it loud").ids;
    const rows = ["very quiet", "hello world, what a day"].map((document) => tokenizer.encodePair("is it loud", document).ids);
    const given = await run(model, rows);
    rows.forEach((row, i) => {
      // BERT's segments: 0 up to the first [SEP], 1 for the rest.
      const logit = mean(row.map((id, position) => toyState(id, position < query.length ? 0 : 1)))[0] ?? 0;
      expect(given[i]?.[0]).toBeCloseTo(1 / (1 + Math.exp(-logit)), 5);
    });
  });
});

describe("a folder that cannot be used", () => {
  it.each([
    [
      "a graph whose rows change with their neighbours",
      { "model.onnx": toyEncoder("dynamic-int8"), "config.json": toyConfig },
      "other numbers beside other texts",
    ],
    [
      "weights that are not there",
      { "model.onnx": splitWeights(toyEncoder("states"), "model.onnx_data").graph, "config.json": toyConfig },
      "weights in model.onnx_data, which is not there",
    ],
    [
      "weights beyond their file",
      { "model.onnx": splitWeights(toyEncoder("states"), "w").graph, w: new Uint8Array(100), "config.json": toyConfig },
      "beyond the end of w",
    ],
    [
      "weights elsewhere",
      { "model.onnx": splitWeights(toyEncoder("states"), "../w").graph, "config.json": toyConfig },
      "which is not beside it",
    ],
    ["no graph", { "config.json": toyConfig }, "has no model.onnx"],
    ["no configuration", { "model.onnx": toyEncoder("states") }, "has no config.json"],
    ["a file that is no graph", { "model.onnx": Uint8Array.of(255, 1, 2), "config.json": toyConfig }, "no ONNX model"],
    ["a graph without logits", { "model.onnx": toyEncoder("states"), "config.json": pairConfig }, "no output that fits a model for rerank"],
    [
      "a way of pooling that we do not have",
      { "model.onnx": toyEncoder("states"), "config.json": toyConfig, "1_Pooling/config.json": { pooling_mode_max_tokens: true } },
      "pools in a way that is not supported",
    ],
    [
      "a step after pooling",
      {
        "model.onnx": toyEncoder("states"),
        "config.json": toyConfig,
        "modules.json": [
          { idx: 0, name: "0", path: "", type: "sentence_transformers.models.Transformer" },
          { idx: 2, name: "2", path: "2_Dense", type: "sentence_transformers.models.Dense" },
        ],
      },
      "has a further step, Dense",
    ],
  ])("is refused for %s, with the reason", async (_, files, reason) => {
    const refused = await prepared("unfit", files);
    expect(refused).toMatchObject({ ok: false, error: { code: "unavailable", retryable: false } });
    expect(!refused.ok && refused.error.detail).toContain(reason);
  });
});
