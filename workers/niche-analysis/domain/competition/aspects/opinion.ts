/** Whether a clause praises or complains. */
import { complaintThreshold, opinionIn, praiseThreshold } from "../../complaint/score.ts";

export interface Opinion {
  sign: "negative" | "positive" | "none";
  /** How surely, 0 to 1. */
  strength: number;
}

/**
 * From this probability on words alone judge; below, the valence has to agree. The score knows complaints and praise and no third thing, and many
 * clauses that name something only tell of it.
 */
const surely = 0.75;

export function opinionOf(clause: string): Opinion {
  const { score, valence } = opinionIn(clause);
  const complains = score >= complaintThreshold;
  const [strength, agreeing] = complains ? [score, -valence] : [1 - score, valence];
  const judges = agreeing >= praiseThreshold || strength >= surely;
  return { sign: !judges ? "none" : complains ? "negative" : "positive", strength };
}
