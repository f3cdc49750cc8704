/**
 * Vectors on processors that have nothing in common: this one, WebAssembly, and those that QEMU emulates where `qemu-x86_64` is installed (Debian's qemu-user). The form
 * that is served has to give the same bytes on all of them; how far the others are apart is told.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { benchTexts } from "../../bench/inference/texts.ts";
import { SentenceTokenizer } from "../../gpu-node/core/sentence-tokenizer.ts";
import { modelForms, servedForm, type ModelForm } from "../../gpu-node/models/model-form.ts";
import { minilmRecipe } from "../../gpu-node/models/minilm-recipe.ts";
import { prepare } from "../../gpu-node/models/model-store.ts";
import { value } from "../../gpu-node/testing/prepared.ts";
import { inRoot, modelFolder } from "../system/paths.ts";
import type { JudgedFigure } from "./table.ts";

interface Kind {
  name: string;
  runtime: "onnxruntime-node" | "onnxruntime-web";
  /** What runs Node's binary; absent for this processor. */
  emulator?: readonly string[];
  texts: number;
}

const here = { name: "this processor", runtime: "onnxruntime-node", texts: 200 } as const satisfies Kind;
const compiled = { name: "WebAssembly", runtime: "onnxruntime-web", texts: 200 } as const satisfies Kind;
const emulated = (
  [
    ["Nehalem", "SSE 4.2"],
    ["Haswell", "AVX2"],
  ] as const
).map(([cpu, has]): Kind => ({
  name: `${cpu} (${has}, emulated)`,
  runtime: "onnxruntime-node",
  emulator: ["qemu-x86_64", "-cpu", cpu],
  texts: 10,
}));

/** Returns the kinds that could not be tried. */
export async function* sameOnProcessors(say: (message: string) => void): AsyncGenerator<JudgedFigure, string[]> {
  const found = await isInstalled("qemu-x86_64");
  mkdirSync(inRoot(".paissive"), { recursive: true });
  // Inside the checkout, from where the packages are found.
  const folder = mkdtempSync(inRoot(".paissive/processors-"));
  try {
    for (const form of modelForms) {
      const kinds = [compiled, ...(found && form === servedForm ? emulated : [])];
      const vectors = await vectorsBy(form, folder);
      say(`${form}: ${here.texts} texts on ${here.name}`);
      const own = await vectors(here);
      for (const kind of kinds) {
        say(`${form}: ${kind.texts} texts on ${kind.name}`);
        yield* apart(form, kind, own, await vectors(kind));
      }
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return found ? [] : emulated.map(({ name }) => name);
}

async function vectorsBy(form: ModelForm, folder: string): Promise<(kind: Kind) => Promise<Float32Array>> {
  const { graphPath, tokenizerPath, maxTokens } = value(await prepare(modelFolder, minilmRecipe({ form })));
  const tokenizer = new SentenceTokenizer(readFileSync(tokenizerPath, "utf8"), maxTokens);
  const ids = benchTexts(here.texts).map((text) => tokenizer.encode(text).ids);
  const [program, texts, output] = ["kernel-process.mjs", "texts.json", "vectors"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  // Emulated processors run Node without its compiler, which is also without the WebAssembly that reads TypeScript.
  writeFileSync(program, stripTypeScriptTypes(readFileSync(new URL("kernel-process.ts", import.meta.url), "utf8")));
  return async ({ runtime, emulator = [], texts: count }) => {
    writeFileSync(texts, JSON.stringify(ids.slice(0, count)));
    const node = [process.execPath, ...(emulator.length > 0 ? ["--jitless"] : [])];
    const [command = "", ...args] = [...emulator, ...node, program, runtime, graphPath, texts, output];
    await promisify(execFile)(command, args, { cwd: folder });
    return new Float32Array(new Uint8Array(readFileSync(output)).buffer);
  };
}

function* apart(form: ModelForm, { name, texts }: Kind, own: Float32Array, other: Float32Array): Generator<JudgedFigure> {
  if (other.length * here.texts !== own.length * texts) throw new Error(`${name} gave ${other.length} numbers for ${texts} texts.`);
  const differences = other.map((number, i) => Math.abs(number - (own[i] ?? NaN)));
  const about = `${form}: ${texts} texts on ${name} and on this processor`;
  const served = form === servedForm;
  yield {
    name: `${about}, numbers that differ`,
    unit: "",
    value: differences.filter((by) => !(by === 0)).length,
    ...(served ? { bar: { atMost: 0 } } : {}),
  };
  if (!served) yield { name: `${about}, largest difference`, unit: "", value: differences.reduce((most, by) => Math.max(most, by), 0) };
}

async function isInstalled(command: string): Promise<boolean> {
  try {
    await promisify(execFile)(command, ["--version"]);
    return true;
  } catch {
    return false;
  }
}
