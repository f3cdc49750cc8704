/** The effect that removes what uploads leave behind: bytes of one that is over, and all of one that nobody goes on with. */
import type { EffectTools } from "../../kernel/blueprint.ts";
import type { EffectHandler, EffectOutcome } from "../../kernel/types.ts";
import type { NicheCommand } from "../commands.ts";
import type { NicheEnv } from "../env.ts";
import { discard } from "../staging.ts";
import { deleteMarks } from "./marks.ts";
import { stagingOf, tidyInputSchema } from "./plan.ts";
import { deletePieces, findUpload, keepMs, removeUpload, setFailed } from "./rows.ts";

/** Pieces deleted at once, a megabyte each. */
const atOnce = 16;
/** A tenth of a second. */
export const marksAtOnce = 20_000;

type Outcome = EffectOutcome<NicheCommand>;

const tidied: Outcome = { status: "done", command: { type: "uploads-tidied" } };

export function tidyUpload({ sql }: EffectTools<NicheEnv>): EffectHandler<NicheCommand> {
  return async ({ input }): Promise<Outcome> => {
    const { uploadId, fault } = tidyInputSchema.parse(input);
    const now = Date.now();
    const upload = findUpload(sql, uploadId);
    if (upload?.status === "reading" && fault) setFailed(sql, uploadId, fault, now);
    else if (upload?.status === "reading") return { status: "waiting", afterMs: keepMs };
    if (upload?.status === "receiving") {
      const left = upload.touchedAt + keepMs - now;
      if (left > 0) return { status: "waiting", afterMs: left };
      // Before its bytes: a part that comes between two runs must not go on with what is half gone.
      removeUpload(sql, uploadId);
    }
    discard(sql, stagingOf(uploadId));
    return deletePieces(sql, uploadId, atOnce) && deleteMarks(sql, uploadId, marksAtOnce) ? tidied : { status: "waiting", afterMs: 1 };
  };
}
