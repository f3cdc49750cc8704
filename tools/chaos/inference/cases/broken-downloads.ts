/** A model that comes over a line which breaks ten times, and whose files on the disk are damaged later. */
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import type { Figure } from "../../../../bench/figures.ts";
import { FileHost } from "../../../../gpu-node/testing/file-host.ts";
import { toyEncoder } from "../../../../gpu-node/testing/model-folder.ts";
import { modelFolder } from "../../../system/paths.ts";
import type { Parts } from "./case.ts";

const breaks = 10;
/** Bytes that pass before a connection breaks: the graph takes several. */
const bytesABreak = 40_000;
const graph = "/toy/model.onnx";

export async function broken({ stage, say }: Parts): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "paissive-chaos-downloads-"));
  const host = await FileHost.open();
  try {
    const tokenizer = readFileSync(join(modelFolder, globSync("all-minilm-l6-v2-exact/*/tokenizer.json", { cwd: modelFolder })[0] ?? ""));
    const config = { architectures: ["BertModel"], model_type: "bert", hidden_size: 4, max_position_embeddings: 64 };
    host.holdFolder("/toy", {
      "model.onnx": toyEncoder("states"),
      "tokenizer.json": tokenizer,
      "config.json": Buffer.from(JSON.stringify(config)),
    });
    // A busy machine reads late; what has not been read when the line breaks is lost.
    host.lineMs = 250;
    let cut = 0;
    host.cutOf = (path) => (path === graph && cut < breaks ? (cut++, bytesABreak) : undefined);
    const start = () => stage.startAlone(folder, { PAISSIVE_NODE_MODELS: `toy=${host.url}/toy`, PAISSIVE_NODE_LANES: "1" });
    const first = await start();
    const before = await vector(first.url);
    await first.node.stop();
    const asked = host.requests.filter(({ path }) => path === graph);
    say(`${cut} connections were broken, ${asked.filter(({ range }) => range !== undefined).length} downloads went on where they broke`);

    // The prepared graph and the one that was fetched.
    const files = globSync(["*/*/model.onnx", ".downloads/*/*/model.onnx"], { cwd: folder });
    for (const file of files) damage(join(folder, file));
    host.requests.length = 0;
    const second = await start();
    const after = await vector(second.url);
    const refusals = second.node.output.match(/is refused and removed/g)?.length ?? 0;
    await second.node.stop();
    const title = "broken downloads";
    return [
      { name: `${title}: connections that broke in one file`, value: cut, unit: "", bar: { atLeast: breaks } },
      {
        name: `${title}: requests that began the file anew`,
        value: asked.filter(({ range }) => range === undefined).length,
        unit: "",
        bar: { atMost: 1 },
      },
      { name: `${title}: damaged files refused, of ${files.length}`, value: refusals, unit: "", bar: { atLeast: 2 } },
      {
        name: `${title}: times the damaged file was fetched again`,
        value: host.requests.filter(({ path }) => path === graph).length,
        unit: "",
        bar: { atLeast: 1 },
      },
      { name: `${title}: largest difference of a vector after the repair`, value: largest(before, after), unit: "", bar: { atMost: 0 } },
    ];
  } finally {
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function vector(url: string): Promise<number[]> {
  const body = JSON.stringify({ model: "toy", input: "The battery lasts about ten hours." });
  const answer = await fetch(`${url}/v1/embeddings`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { data } = z.object({ data: z.array(z.object({ embedding: z.array(z.number()) })) }).parse(await answer.json());
  return data[0]?.embedding ?? [];
}

function largest(a: readonly number[], b: readonly number[]): number {
  return a.length === b.length && a.length > 0 ? Math.max(...a.map((x, i) => Math.abs(x - (b[i] ?? NaN)))) : Infinity;
}

function damage(path: string): void {
  const bytes = readFileSync(path);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0b100;
  writeFileSync(path, bytes);
}
