/** The list of models that a node shall serve, as its operator writes it. */
import { err, ok, type Result } from "../../contracts/result.ts";
import { headedRecipe, minilmRecipe, sentimentHead } from "./minilm-recipe.ts";
import { minilm } from "./minilm-graph.ts";
import { prepare, type PreparedModel, type Recipe } from "./model-store.ts";

/** What comes with the node, the default first. */
const builtIn: Readonly<Record<string, () => Recipe>> = {
  [minilm.name]: () => minilmRecipe(),
  [sentimentHead.name]: () => headedRecipe(),
};

export const defaultModelList = Object.keys(builtIn).join(",");

/** Names with commas between them, each once. `invalid_input` says which is wrong. */
export function readModelList(text: string): Result<Recipe[]> {
  const recipes: Recipe[] = [];
  for (const entry of text.split(",").map((part) => part.trim())) {
    const recipe = Object.hasOwn(builtIn, entry) ? builtIn[entry]?.() : undefined;
    if (recipe === undefined)
      return err("invalid_input", `there is no model called \`${entry}\`: give ${Object.keys(builtIn).join(" or ")}`);
    if (recipes.some(({ name }) => name === recipe.name)) return err("invalid_input", `\`${recipe.name}\` stands there twice`);
    recipes.push(recipe);
  }
  return ok(recipes);
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
