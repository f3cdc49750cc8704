/** Versions among which one chooses. */
import type { Choice } from "../../interface/field.tsx";
import type { Version } from "../queries.ts";
import { meantWords } from "./meant.ts";

interface Wanted {
  /** Only versions for this task; undefined: for any. */
  task: string | undefined;
  except: Pick<Version, "name" | "version"> | undefined;
}

/** Those that may be used: not retired. */
export function candidates(versions: readonly Version[], { task, except }: Wanted): Version[] {
  return versions.filter(
    (version) =>
      version.retiredAt === null &&
      (task === undefined || version.task === task) &&
      !(except && version.name === except.name && version.version === except.version),
  );
}

export function versionChoice(version: Version): Choice {
  const aliases = version.aliases.length === 0 ? "" : `, now ${version.aliases.join(", ")}`;
  return { value: version.id, label: `${meantWords(version)}${aliases}` };
}
