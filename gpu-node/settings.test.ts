import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Result } from "../contracts/result.ts";
import { quietStore } from "./models/store-context.ts";
import { readSettings } from "./settings.ts";
import { testModelFolder, value } from "./testing/prepared.ts";

const wrong = (environment: Record<string, string>) => {
  const settings = readSettings(environment);
  return settings.ok ? "accepted" : settings.error.detail;
};

describe("settings", () => {
  it("have a default for everything", () => {
    expect(readSettings({})).toMatchObject({
      ok: true,
      value: { host: "127.0.0.1", port: 0, device: "auto", queueTokens: 262_144, drainMs: 25_000, open: false, pool: undefined },
    });
  });

  it("name the models to serve, the default first, and how much of them stays in memory", () => {
    const names = (environment: Record<string, string>) => {
      const settings = readSettings(environment);
      return settings.ok ? settings.value.models.map(({ name }) => name) : settings.error.detail;
    };
    expect(names({})).toEqual(["all-minilm-l6-v2", "sentiment-minilm", "lande"]);
    expect(names({ PAISSIVE_NODE_MODELS: " sentiment-minilm , all-minilm-l6-v2" })).toEqual(["sentiment-minilm", "all-minilm-l6-v2"]);
    expect(names({ PAISSIVE_NODE_MODELS: "gpt" })).toContain("PAISSIVE_NODE_MODELS: there is no model called `gpt`");
    expect(names({ PAISSIVE_NODE_MODELS: "all-minilm-l6-v2,my-model=models/mine" })).toEqual(["all-minilm-l6-v2", "my-model"]);
    for (const wrongName of ["My Model=x", "../x=y", "=x", "x=", "sentiment-minilm=x"])
      expect(names({ PAISSIVE_NODE_MODELS: wrongName })).toContain("no model called");
    expect(names({ PAISSIVE_NODE_MODELS: "sentiment-minilm,sentiment-minilm" })).toContain("stands there twice");
    expect(readSettings({})).toMatchObject({ value: { memoryBytes: Infinity, idleMs: 900_000 } });
    expect(readSettings({ PAISSIVE_NODE_MEMORY_MB: "64", PAISSIVE_NODE_IDLE_SECONDS: "0" })).toMatchObject({
      value: { memoryBytes: 67_108_864, idleMs: Infinity },
    });
  });

  it("say in which form models come that are made here, each a version of its own", async () => {
    const made = async (environment: Record<string, string>) => {
      const [choice] = value(readSettings(environment)).models;
      const model = choice && value(await choice.make(testModelFolder, quietStore));
      return model?.kind === "graph" ? model : undefined;
    };
    const [served, reference] = [await made({}), await made({ PAISSIVE_NODE_WEIGHTS: "fp32" })];
    expect([served?.release, reference?.release]).toEqual(["1.1.0", "1.0.0-fp32"]);
    expect(reference?.version).not.toBe(served?.version);
    expect(wrong({ PAISSIVE_NODE_WEIGHTS: "q4" })).toContain("PAISSIVE_NODE_WEIGHTS");
  }, 60_000);

  it("take the list of models from a file, as it is whenever it is asked for", () => {
    const file = join(mkdtempSync(join(tmpdir(), "paissive-settings-")), "models.txt");
    writeFileSync(file, "# what we serve\nall-minilm-l6-v2\n\nbge=hf:BAAI/bge-small-en-v1.5@main\n");
    const settings = readSettings({ PAISSIVE_NODE_MODELS: `@${file}` });
    const names = (models: Result<{ name: string }[]>) => (models.ok ? models.value.map(({ name }) => name) : models.error.detail);
    expect(settings.ok && settings.value.models.map(({ name }) => name)).toEqual(["all-minilm-l6-v2", "bge"]);
    writeFileSync(file, "lande\n");
    expect(settings.ok && names(settings.value.readModels())).toEqual(["lande"]);
    writeFileSync(file, "# nothing\n");
    expect(settings.ok && names(settings.value.readModels())).toContain("it names no model");
    rmSync(dirname(file), { recursive: true });
    expect(wrong({ PAISSIVE_NODE_MODELS: `@${file}` })).toContain("cannot be read");
  });

  it("take an empty variable for an absent one", () => {
    expect(readSettings({ PAISSIVE_NODE_PORT: "", PAISSIVE_EDGE_URL: "" })).toMatchObject({
      ok: true,
      value: { port: 0, pool: undefined },
    });
  });

  it("let a node dial out that listens where nobody could call it, and call it nowhere else", () => {
    const pool = { PAISSIVE_EDGE_URL: "https://edge.example.com", PAISSIVE_JOIN_TOKEN: "t" };
    const dialling = { PAISSIVE_NODE_DIAL_OUT: "1", PAISSIVE_NODE_HOST: "0.0.0.0" };
    expect(wrong({ ...pool, PAISSIVE_NODE_HOST: "0.0.0.0" })).toContain("PAISSIVE_NODE_URL: is needed");
    expect(readSettings({ ...pool, ...dialling })).toMatchObject({ ok: true, value: { pool: { dialOut: true } } });
    expect(wrong({ ...pool, ...dialling, PAISSIVE_NODE_URL: "https://node.example.com" })).toContain("PAISSIVE_NODE_URL: has no meaning");
    expect(wrong(dialling)).toContain("PAISSIVE_EDGE_URL: is needed");
  });

  it("drop the slash at the end of the node's address", () => {
    expect(readSettings({ PAISSIVE_NODE_URL: "http://10.0.0.7:8788/" })).toMatchObject({
      ok: true,
      value: { url: "http://10.0.0.7:8788" },
    });
  });

  it("name every variable that is wrong, at once", () => {
    const detail = wrong({
      PAISSIVE_NODE_PORT: "99999",
      PAISSIVE_NODE_LANES: "many",
      PAISSIVE_NODE_DEVICE: "tpu",
      PAISSIVE_EDGE_URL: "ftp://edge",
    });
    for (const name of ["PAISSIVE_NODE_PORT", "PAISSIVE_NODE_LANES", "PAISSIVE_NODE_DEVICE", "PAISSIVE_EDGE_URL"])
      expect(detail).toContain(`${name}: `);
  });

  it("want a token for an edge and an edge for a token", () => {
    expect(wrong({ PAISSIVE_EDGE_URL: "http://127.0.0.1:8787" })).toContain("PAISSIVE_JOIN_TOKEN: is needed");
    expect(wrong({ PAISSIVE_JOIN_TOKEN: "t" })).toContain("PAISSIVE_EDGE_URL: is needed");
  });

  it("open a node to unsigned requests only on the machine itself", () => {
    expect(wrong({ PAISSIVE_NODE_OPEN: "1", PAISSIVE_NODE_HOST: "0.0.0.0" })).toContain("PAISSIVE_NODE_OPEN");
    expect(wrong({ PAISSIVE_NODE_OPEN: "1", PAISSIVE_NODE_HOST: "localhost" })).toBe("accepted");
    expect(wrong({ PAISSIVE_NODE_OPEN: "yes" })).toContain("PAISSIVE_NODE_OPEN");
  });

  it("want to know where the edge reaches a node that listens everywhere", () => {
    const pool = { PAISSIVE_EDGE_URL: "https://edge.example", PAISSIVE_JOIN_TOKEN: "t", PAISSIVE_NODE_HOST: "0.0.0.0" };
    expect(wrong(pool)).toContain("PAISSIVE_NODE_URL: is needed");
    expect(wrong({ ...pool, PAISSIVE_NODE_URL: "http://10.0.0.7:8788" })).toBe("accepted");
  });
});
