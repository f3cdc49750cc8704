/** The list of models that a node shall serve, as its operator writes it. */
import { resolve } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";
import { servedForm, type ModelForm } from "./model-form.ts";
import { directoryRecipe } from "./directory-recipe.ts";
import { headRecipe } from "./head-recipe.ts";
import { minilmRecipe, sentiment, sentimentRecipe } from "./minilm-recipe.ts";
import { languageChoice } from "./language-model.ts";
import { minilm } from "./minilm-graph.ts";
import { downloadRecipe } from "./download-recipe.ts";
import { choiceOf, type ModelChoice, type ServableModel } from "./servable-model.ts";
import { publicSources, sourceOf, type SourceSettings } from "./sources/source-of.ts";
import type { StoreContext } from "./store-context.ts";
import { upstreamChoice } from "./upstream-model.ts";

/** What comes with the node, the default first. */
const builtIn: Readonly<Record<string, (form: ModelForm) => ModelChoice>> = {
  [minilm.name]: (form) => choiceOf(minilmRecipe({ form })),
  [sentiment.name]: (form) => choiceOf(sentimentRecipe({ form })),
  [languageChoice.name]: () => languageChoice,
};

export const defaultModelList = Object.keys(builtIn).join(",");

/** Names become part of a path and of `name@version`. */
const nameOfModel = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/**
 * Entries with commas or line ends between them, each name once: a model that comes with the node, or `name=` and a folder or the address of a
 * source (`sources/source-of.ts`), or `head:` and the file of a head on a model before it. Lines that begin with # are passed over. `form` is that of the models that come with the node. `invalid_input`
 * says which entry is wrong and how.
 */
export function readModelList(text: string, sources: SourceSettings = publicSources, form: ModelForm = servedForm): Result<ModelChoice[]> {
  const choices: ModelChoice[] = [];
  const lines = text.split(/\r?\n/).filter((line) => !line.trimStart().startsWith("#"));
  const entries = lines.flatMap((line) => line.split(",")).map((part) => part.trim());
  for (const entry of lines.length > 1 ? entries.filter((part) => part !== "") : entries) {
    const choice = choiceIn(entry, sources, form, choices);
    if (!choice.ok) return choice;
    if (choices.some(({ name }) => name === choice.value.name)) return err("invalid_input", `\`${choice.value.name}\` stands there twice`);
    choices.push(choice.value);
  }
  return choices.length > 0 ? ok(choices) : err("invalid_input", "it names no model");
}

function choiceIn(entry: string, sources: SourceSettings, form: ModelForm, before: readonly ModelChoice[]): Result<ModelChoice> {
  if (Object.hasOwn(builtIn, entry) && builtIn[entry]) return ok(builtIn[entry](form));
  const [, name = "", address = ""] = /^([^=]*)=(.+)$/.exec(entry) ?? [];
  if (!nameOfModel.test(name) || Object.hasOwn(builtIn, name)) {
    const choices = [
      ...Object.keys(builtIn),
      "name=folder",
      "name=hf:owner/name@revision",
      "name=https://host/path",
      "name=head:file",
    ].join(", ");
    return err("invalid_input", `there is no model called \`${entry}\`: give ${choices}`);
  }
  const [, head] = /^head:(.+)$/.exec(address) ?? [];
  if (head !== undefined) {
    const recipeOf = (base: string) => before.find((choice) => choice.name === base)?.recipe;
    return ok(choiceOf(headRecipe({ name, path: resolve(head), recipeOf })));
  }
  const upstream = upstreamChoice(name, address, sources.upstreamKey?.(name));
  if (upstream) return upstream.ok ? upstream : err("invalid_input", `\`${entry}\`: ${upstream.error.detail}`);
  const source = sourceOf(address, sources);
  if (source === undefined) return ok(choiceOf(directoryRecipe(name, resolve(address))));
  return source.ok ? ok(choiceOf(downloadRecipe(name, source.value))) : err("invalid_input", `\`${entry}\`: ${source.error.detail}`);
}

/** Makes one ready after the other, in their order. The first fault ends it. */
export async function prepareAll(store: string, choices: readonly ModelChoice[], context: StoreContext): Promise<Result<ServableModel[]>> {
  const models: ServableModel[] = [];
  for (const choice of choices) {
    const made = await choice.make(store, context);
    if (!made.ok) return made;
    models.push(made.value);
  }
  return ok(models);
}
