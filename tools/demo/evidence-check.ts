import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { readEvidence } from "../../workers/niche-analysis/domain/import/evidence-reader.ts";
import { UserError } from "../system/user-error.ts";
import type { DemoOptions } from "./options.ts";

/** Reads up to the first usable row; throws a UserError when the importer would refuse the whole file. */
export async function refuseUnusable(path: string, mapping: DemoOptions["columns"]): Promise<void> {
  const options = { fileName: basename(path), mapping, authorSalt: "", batchRows: 1 };
  const first = await readEvidence(createReadStream(path), options).next();
  if (first.done && !first.value.ok) throw new UserError(first.value.error.detail);
}
