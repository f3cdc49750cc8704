/** The list of models that a node shall serve, as its operator writes it. */
import { resolve } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";
import { directoryRecipe } from "./directory-recipe.ts";
import { headedRecipe, minilmRecipe, sentimentHead } from "./minilm-recipe.ts";
import { minilm } from "./minilm-graph.ts";
import { prepare, type PreparedModel, type Recipe } from "./model-store.ts";

/** What comes with the node, the default first. */
const builtIn: Readonly<Record<string, () => Recipe>> = {
  [minilm.name]: () => minilmRecipe(),
  [sentimentHead.name]: () => headedRecipe(),
};

export const defaultModelList = Object.keys(builtIn).join(",");

/** Names become part of a path and of `name@version`. */
const nameOfFolder = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** Entries with commas between them, each name once: a model that comes with the node, or `name=folder`. `invalid_input` says which is wrong. */
export function readModelList(text: string): Result<Recipe[]> {
  const recipes: Recipe[] = [];
  for (const entry of text.split(",").map((part) => part.trim())) {
    const recipe = recipeOf(entry);
    if (recipe === undefined) {
      const choices = [...Object.keys(builtIn), "name=folder"].join(", ");
      return err("invalid_input", `there is no model called \`${entry}\`: give ${choices}`);
    }
    if (recipes.some(({ name }) => name === recipe.name)) return err("invalid_input", `\`${recipe.name}\` stands there twice`);
    recipes.push(recipe);
  }
  return ok(recipes);
}

function recipeOf(entry: string): Recipe | undefined {
  if (Object.hasOwn(builtIn, entry)) return builtIn[entry]?.();
  const [, name = "", folder = ""] = /^([^=]*)=(.+)$/.exec(entry) ?? [];
  return nameOfFolder.test(name) && !Object.hasOwn(builtIn, name) ? directoryRecipe(name, resolve(folder)) : undefined;
}

/** Prepares one after the other, in their order. The first fault ends it. */
export async function prepareAll(folder: string, recipes: readonly Recipe[]): Promise<Result<PreparedModel[]>> {
  const models: PreparedModel[] = [];
  for (const recipe of recipes) {
    const prepared = await prepare(folder, recipe);
    if (!prepared.ok) return prepared;
    models.push(prepared.value);
  }
  return ok(models);
}
