/** Recipe of a model that is fetched: its files from a source, then prepared as those of a folder. */
import { join } from "node:path";
import { err, ok, type Result } from "../../contracts/result.ts";
import { buildDirectory, adaptingRevision } from "./directory-recipe.ts";
import { folderOf, keepPin, obtain, pinned, type Pin, type SnapshotOptions } from "./download/snapshot.ts";
import type { BuiltModel, Recipe } from "./model-store.ts";
import { sourceText } from "./origin.ts";
import type { Source } from "./sources/source.ts";
import type { StoreContext } from "./store-context.ts";
import { downloads } from "./store-folders.ts";

/** `store` is the store's folder. Building is the source's fault, the download's, or that of a folder that cannot be used. */
export function downloadRecipe(name: string, source: Source, pauses?: SnapshotOptions["pauses"]): Recipe {
  const options = (store: string, context: StoreContext): SnapshotOptions => {
    return { model: name, home: join(store, downloads, name), source, context, ...(pauses ? { pauses } : {}) };
  };
  // What `origin` found is what `build` fetches, whatever the source has meanwhile.
  let found: Pin | undefined;
  return {
    name,
    slot: `${name}-download`,
    async origin(store, context) {
      const pin = await pinned(options(store, context));
      if (!pin.ok) return pin;
      found = pin.value;
      return ok(`${source.text} ${pin.value.id}, revision ${adaptingRevision}`);
    },
    about: () => ({
      ...(source.release === undefined ? {} : { release: source.release }),
      manifest: { source: atContent(source, found), ...(found?.licence === undefined ? {} : { licence: found.licence }) },
    }),
    async build(store, context): Promise<Result<BuiltModel>> {
      if (found === undefined) return err("internal", `${name} was not looked for before it was built.`);
      const given = options(store, context);
      const release = context.hold(folderOf(given.home, found));
      try {
        const obtained = await obtain(given, found);
        if (!obtained.ok) return obtained;
        const { folder, pin } = obtained.value;
        context.report({ model: name, step: "prepare" });
        const built = await buildDirectory(name, folder);
        if (built.ok) await keepPin(given.home, pin);
        return built;
      } finally {
        release();
      }
    },
    async settle(store, context) {
      if (found) await keepPin(options(store, context).home, found);
    },
  };
}

/** Characters of a commit or digest: enough to find it by. */
const shownOfId = 64;

/** The address with the content that it named when it was asked: a branch or a folder may hold another one later. */
function atContent({ text }: Source, pin: Pin | undefined): string {
  return sourceText(pin === undefined ? text : `${text} (${pin.id.slice(0, shownOfId)})`);
}
