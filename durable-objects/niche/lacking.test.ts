import { beforeEach, describe, expect, it } from "vitest";
import { lackingChunks, lackingRows, leftOf, writeChunk } from "./lacking.ts";
import { chunkSize } from "./plan.ts";
import { embeddedSample, sampleIds, writeVectors } from "./sample.ts";
import { nicheStorage } from "./testing/sql.ts";

const rows = 2 * chunkSize + 6;
const embedding = { analysisId: "analysis-1", through: rows, model: "m@1" };
/** Ids in another order than that of arrival. */
const idAt = (position: number) => `evd_${String((position * 37) % 263).padStart(3, "0")}`;
const canonical = Array.from({ length: rows }, (_, i) => idAt(i + 1)).toSorted();
const vectorsFor = (ids: readonly string[]) => Float32Array.from(ids.flatMap((id) => [Number(id.slice(4)), 1]));

let sql: SqlStorage;

beforeEach(() => {
  sql = nicheStorage();
  // One more than the analysis knows.
  for (let position = 1; position <= rows + 1; position++)
    sql.exec(
      "INSERT OR IGNORE INTO evidence (position, id, text, author, date, rating, source, row, provenance) VALUES (?, ?, ?, ?, NULL, NULL, 's', 1, 'p')",
      position,
      position > rows ? "evd_later" : idAt(position),
      `text of ${idAt(position)}`,
      position % 2 === 0 ? "ann" : null,
    );
});

function embed(chunk: number): void {
  const ids = lackingRows(sql, embedding, chunk).map(({ id }) => id);
  writeChunk(sql, embedding, chunk, { ids, vectors: vectorsFor(ids) });
}

describe("chunks that lack vectors", () => {
  it("are cut from the rows in the order of their ids, and known one by one", () => {
    expect(lackingChunks(sql, embedding)).toEqual({ chunks: [0, 1, 2], rows });
    expect(lackingRows(sql, embedding, 1)).toEqual(canonical.slice(chunkSize, 2 * chunkSize).map((id) => ({ id, text: `text of ${id}` })));
    expect(lackingRows(sql, embedding, 2)).toHaveLength(rows - 2 * chunkSize);
  });

  it("become fewer whatever the order, down to none", () => {
    lackingChunks(sql, embedding);
    embed(2);
    expect(leftOf(sql, embedding)).toEqual({ chunks: 2, rows: 2 * chunkSize });
    expect(lackingRows(sql, embedding, 2)).toEqual([]);
    embed(0);
    embed(1);
    expect(leftOf(sql, embedding)).toEqual({ chunks: 0, rows: 0 });
  });

  it("of which some rows have their vectors lack the others", () => {
    writeVectors(sql, canonical.slice(0, 30), "m@1", vectorsFor(canonical.slice(0, 30)));
    writeVectors(sql, canonical.slice(40, 50), "another@1", vectorsFor(canonical.slice(40, 50)));
    expect(lackingChunks(sql, embedding).rows).toBe(rows - 30);
    expect(lackingRows(sql, embedding, 0).map(({ id }) => id)).toEqual(canonical.slice(30, chunkSize));
  });

  it("are found again when the list is gone, as after a restore", () => {
    lackingChunks(sql, embedding);
    embed(0);
    sql.exec("DELETE FROM lacking");
    expect(lackingRows(sql, embedding, 0)).toEqual([]);
    expect(lackingRows(sql, embedding, 1)).toHaveLength(chunkSize);
    sql.exec("DELETE FROM lacking");
    embed(1);
    expect(leftOf(sql, embedding)).toEqual({ chunks: 1, rows: rows - 2 * chunkSize });
  });

  it("of another analysis are not taken for this one's", () => {
    lackingChunks(sql, embedding);
    embed(0);
    const later = { ...embedding, analysisId: "analysis-2", through: rows + 1 };
    expect(lackingChunks(sql, later)).toEqual({ chunks: [1, 2], rows: rows - chunkSize + 1 });
    expect(leftOf(sql, later).chunks).toBe(2);
  });
});

describe("a sample with its vectors", () => {
  it("gives facts, texts and vectors of the rows asked for, in the order asked for", () => {
    writeVectors(sql, canonical, "m@1", vectorsFor(canonical));
    const { evidence, texts, vectors } = embeddedSample(sql, canonical, "m@1", 0);
    expect(evidence.map(({ id }) => id)).toEqual(canonical);
    expect(evidence.filter(({ author }) => author === "ann")).toHaveLength(rows / 2);
    expect(texts.read([5, 2])).toEqual([`text of ${canonical[5]}`, `text of ${canonical[2]}`]);
    expect(vectors.dimensions).toBe(2);
    expect(Array.from(vectors.read([5, 2]))).toEqual(Array.from(vectorsFor([canonical[5] ?? "", canonical[2] ?? ""])));
  });

  it("throws when one lacks its vector: then the step before did not finish", () => {
    writeVectors(sql, canonical.slice(1), "m@1", vectorsFor(canonical.slice(1)));
    expect(() => embeddedSample(sql, canonical, "m@1", 0).vectors.read([0, 1])).toThrow("1 of 2 rows lack a vector of m@1");
  });
});

it("passes over texts in other languages, in every step", () => {
  const foreign = canonical[3] ?? "";
  sql.exec("INSERT INTO other_languages (evidence_id, language) VALUES (?, 'deu')", foreign);
  expect(sampleIds(sql, rows)).toEqual(canonical.filter((id) => id !== foreign));
  expect(lackingChunks(sql, embedding)).toEqual({ chunks: [0, 1, 2], rows: rows - 1 });
  expect(lackingRows(sql, embedding, 0).map(({ id }) => id)).toEqual(canonical.filter((id) => id !== foreign).slice(0, chunkSize));
});
