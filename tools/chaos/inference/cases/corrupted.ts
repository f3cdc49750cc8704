/** A bit of a model's file turns over on the disk: the file is refused, made again, and computes what it did before. */
import { createHash } from "node:crypto";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Figure } from "../../../../bench/figures.ts";
import { modelFolder } from "../../../system/paths.ts";
import type { Parts } from "./case.ts";
import { bodyOf, largestDifference, model, someTexts, vectorsOf } from "../texts.ts";

const title = "corrupted model files";

export async function corrupted({ stage, say }: Parts): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-chaos-models-"));
  try {
    cpSync(modelFolder, folder, { recursive: true });
    rmSync(join(folder, ".in-use"), { recursive: true, force: true });
    const files = globSync("*/*/*.onnx", { cwd: folder }).map((name) => join(folder, name));
    const whole = files.map(digestOf);
    for (const file of files) turnBit(file);
    const turned = files.filter((file, i) => digestOf(file) !== whole[i]);
    say(`${turned.length} model files have a bit turned over`);
    const { node, url } = await stage.startAlone(folder);
    const texts = someTexts(8);
    const inPool = await (await stage.fetch("/api/v1/embeddings", { body: bodyOf(texts) })).json();
    const alone = await fetch(`${url}/v1/embeddings`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: bodyOf(texts).replace(model, "all-minilm-l6-v2"),
    });
    // What earlier releases left behind concerns nobody.
    const used = globSync(".in-use/*", { cwd: folder }).flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"));
    const concerned = files.filter((file) => used.includes(dirname(file)));
    const difference = largestDifference(vectorsOf(await alone.json()), vectorsOf(inPool));
    await node.stop();
    return [
      {
        name: `${title}: files that were turned`,
        value: turned.filter((file) => concerned.includes(file)).length,
        unit: "",
        bar: { atLeast: 1 },
      },
      {
        name: `${title}: files not as before`,
        value: files.filter((file, i) => concerned.includes(file) && digestOf(file) !== whole[i]).length,
        unit: "",
        bar: { atMost: 0 },
      },
      { name: `${title}: largest difference of a vector`, value: difference, unit: "", bar: { atMost: 1e-6 } },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function digestOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

/** In the middle, where the weights are: a node that loaded it would not fail, but compute something else. */
function turnBit(file: string): void {
  const bytes = readFileSync(file);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0b100;
  writeFileSync(file, bytes);
}
