/** What a node can serve, and how an entry of its list becomes that. */
import type { Result } from "../../contracts/result.ts";
import type { LanguageModel } from "./language-model.ts";
import { prepare, type PreparedModel, type Recipe } from "./model-store.ts";
import type { StoreContext } from "./store-context.ts";
import type { UpstreamModel } from "./upstream-model.ts";

export type ServableModel = PreparedModel | LanguageModel | UpstreamModel;

/** An entry of the list of models. */
export interface ModelChoice {
  name: string;
  /** Absent for what is no graph. */
  recipe?: Recipe;
  /** Makes it ready to load. `store` is the store's folder. The fault says why it cannot be had. */
  make(store: string, context: StoreContext): Promise<Result<ServableModel>>;
}

export function choiceOf(recipe: Recipe): ModelChoice {
  return { name: recipe.name, recipe, make: (store, context) => prepare(store, recipe, context) };
}
