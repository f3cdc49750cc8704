/** Recipe of a classifier that is a head on an embedding model: the model is built as ever, and the head put behind it. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";
import { readHead, withHead, type Head } from "./head-graph.ts";
import type { Recipe } from "./model-store.ts";
import type { ModelOrigin } from "./origin.ts";

export interface HeadOptions {
  name: string;
  /** File of the head. */
  path: string;
  /** Recipe of a model by its name; undefined when there is none. */
  recipeOf(name: string): Recipe | undefined;
  /** Default: what is known of the base, and the name of the file. */
  about?: () => ModelOrigin;
}

interface Read {
  head: Head;
  digest: string;
  base: Recipe;
}

/** `unavailable` with the reason when the head or its base cannot be used. */
export function headRecipe({ name, path, recipeOf, about }: HeadOptions): Recipe {
  const read = async (): Promise<Result<Read>> => {
    const bytes = await readFile(path).catch(() => undefined);
    if (!bytes) return refused("there is no such file");
    const head = readHead(bytes);
    if (!head.ok) return refused(head.error.detail);
    const base = recipeOf(head.value.base);
    if (!base) return refused(`its base ${head.value.base} must stand before it in the list of models`);
    return ok({ head: head.value, digest: createHash("sha256").update(bytes).digest("hex"), base });
  };
  const refused = (why: string) => err("unavailable", `${name} in ${path}: ${why}`, { retryable: false });
  let found: Read | undefined;
  return {
    name,
    slot: `${name}-head`,
    async origin(store, context) {
      const now = await read();
      if (!now.ok) return now;
      found = now.value;
      const origin = await found.base.origin(store, context);
      return origin.ok ? ok(`${found.base.slot} ${origin.value}, head ${found.digest}`) : origin;
    },
    about: () => {
      if (about) return about();
      const { source, ...manifest } = found?.base.about?.().manifest ?? {};
      return { manifest: { ...manifest, source: `head:${basename(path)}${source === undefined ? "" : ` on ${source}`}` } };
    },
    async build(store, context) {
      const now = await read();
      if (!now.ok) return now;
      const { head, base } = now.value;
      const built = await base.build(store, context);
      if (!built.ok) return built;
      const { task, maxTokens } = built.value.properties;
      if (task !== "embedding") return refused(`its base ${head.base} gives no vectors, it is for ${task}`);
      const graph = withHead(built.value.graph, head, name);
      if (!graph.ok) return refused(graph.error.detail);
      const properties = { task: "classification" as const, dimensions: head.labels.length, maxTokens, labels: head.labels };
      return ok({ ...built.value, graph: graph.value, properties });
    },
    async settle(store, context) {
      await found?.base.settle?.(store, context);
    },
  };
}
