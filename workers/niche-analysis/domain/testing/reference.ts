/** Where tests find the published reference cases, which are not part of the repository: beside it, in `../shared/reference`. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = new URL("../../../../../shared/reference/", import.meta.url);

/** For `describe.skipIf(referenceAbsent)`: without the folder these tests are skipped and say so. */
export const referenceAbsent = !existsSync(folder);
if (referenceAbsent) console.warn("Tests against reference cases are skipped: ../shared/reference is absent.");

/** Text of a file of the reference folder, by its path in there. */
export function referenceText(path: string): string {
  return readFileSync(new URL(path, folder), "utf8");
}

/** Where that file is. */
export function referencePath(path: string): string {
  return fileURLToPath(new URL(path, folder));
}
