/** What an endpoint answers, drawn from the seed: how often it refuses an event, and in which ways, before it accepts it. */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** `error`: status 500; `silence`: no answer until the sender gives up; `reset`: the connection is torn down without one. */
export const refusals = ["error", "silence", "reset"] as const;
export type Refusal = (typeof refusals)[number];

/** Of a hundred events at a new endpoint: so many are refused not at all, once, twice, three times. */
const timesRefused = [70, 20, 7, 3] as const;
/** Of six refusals: silence costs the sender its time-out, so it is the rarest. */
const waysToRefuse: readonly Refusal[] = ["error", "error", "error", "reset", "reset", "silence"];

/** Gives, at each call, the refusals that the next new event at the endpoint number `endpoint` meets before it is accepted. */
export function refusalsOf(seed: number, endpoint: number): () => Refusal[] {
  const random = xoroshiro128plus((seed ^ 0x0e6e) + 7_919 * endpoint);
  return () => {
    const drawn = uniformInt(random, 1, 100);
    let upTo = 0;
    const times = timesRefused.findIndex((share) => drawn <= (upTo += share));
    return Array.from({ length: times }, () => waysToRefuse[uniformInt(random, 0, waysToRefuse.length - 1)] ?? "error");
  };
}
