/** What the node does with more than it can do: requests come half as fast again as it answers them, whether or not they were answered. */
import { getPriority, setPriority } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { putLoopAhead } from "../../gpu-node/threads/priority.ts";
import { compared, median, type Figure } from "../figures.ts";
import { clientsFor } from "./clients.ts";
import type { Effort } from "./effort.ts";
import { plain, model } from "./measured-node.ts";
import { percentile } from "./percentiles.ts";
import { ServedNode } from "./served-node.ts";

const surplus = 1.5;
/** Seconds of work that may wait: long enough that Retry-After, which counts whole seconds, can be judged. */
const waitingSeconds = 3;
/** Room for what the 64 clients have under way while capacity is measured, twice. */
const leastQueueTokens = 6_000;

interface Call {
  /** Milliseconds of `performance.now`. */
  asked: number;
  answered: number;
  status: number;
  tokens: number;
  retryAfter: number | undefined;
}

export async function overloadFigures(texts: readonly string[], { rounds, seconds, lanes }: Effort): Promise<Figure[]> {
  const alone = await ServedNode.start({ PAISSIVE_NODE_LANES: String(lanes) });
  const capacityOf = async (node: ServedNode) => {
    const served = await clientsFor({ count: 64, textsARequest: 1, seconds: 2 * seconds }, texts, (input) => node.vectors(model, input));
    return { requests: served.requests / served.seconds, tokens: served.tokens / served.seconds };
  };
  const first = await capacityOf(alone);
  await alone.stop();
  const queueTokens = Math.max(leastQueueTokens, Math.ceil(first.tokens * waitingSeconds));
  const node = await ServedNode.start({ PAISSIVE_NODE_LANES: String(lanes), PAISSIVE_NODE_QUEUE_TOKENS: String(queueTokens) });
  // Clients are elsewhere: how long this one waits for a core that the node computes on is not how long the node takes to refuse.
  const priority = getPriority();
  putLoopAhead();
  try {
    const measured: Round[] = [];
    let before = await capacityOf(node);
    for (let round = 0; round < rounds; round++) {
      const full = queueTokens / before.tokens;
      const { calls, from, until } = await flooded(node, texts, {
        perSecond: before.requests * surplus,
        full,
        seconds: 2 * full + 4 * seconds,
      });
      const after = await capacityOf(node);
      measured.push(judged(calls, { from, until, capacity: (before.tokens + after.tokens) / 2 }));
      before = after;
    }
    return figuresOf(measured);
  } finally {
    setPriority(priority);
    await node.stop();
  }
}

interface Flood {
  perSecond: number;
  /** Seconds of work that fill the queue. */
  full: number;
  seconds: number;
}

/** Requests at the times of a Poisson process, after as many at once as fill the queue; judged from `from` to `until`. */
async function flooded(node: ServedNode, texts: readonly string[], { perSecond, full, seconds }: Flood) {
  const random = xoroshiro128plus(2026);
  const calls: Call[] = [];
  const pending: Promise<void>[] = [];
  let next = 0;
  const send = () => pending.push(call(node, texts[next++ % texts.length] ?? "").then((made) => void calls.push(made)));
  const begun = performance.now();
  for (let n = 0; n < perSecond * full; n++) send();
  for (let at = 0; at < seconds; at += -Math.log(1 - uniformFloat64(random)) / perSecond) {
    const wait = begun + at * 1_000 - performance.now();
    if (wait > 1) await sleep(wait);
    send();
  }
  const until = performance.now();
  await Promise.all(pending);
  return { calls, from: begun + full * 1_000, until };
}

async function call(node: ServedNode, text: string): Promise<Call> {
  const asked = performance.now();
  const { status, tokens, retryAfter } = await node.embed(model, [text]);
  return { asked, answered: performance.now(), status, tokens, retryAfter };
}

/** What one flood came to. */
interface Round {
  /** Tokens a second. */
  goodput: number;
  capacity: number;
  /** Neither answered nor refused for want of room. */
  other: number;
  /** Milliseconds until each refusal. */
  took: number[];
  /** Each `Retry-After` over the wait of those who were admitted at that moment. */
  ratios: number[];
}

function judged(calls: readonly Call[], { from, until, capacity }: { from: number; until: number; capacity: number }): Round {
  const during = (time: number) => time >= from && time <= until;
  const good = calls.filter(({ status, answered }) => status === 200 && during(answered));
  const refused = calls.filter(({ status, asked }) => status === 429 && during(asked));
  return {
    goodput: good.reduce((sum, { tokens }) => sum + tokens, 0) / ((until - from) / 1_000),
    capacity,
    other: calls.filter(({ status }) => status !== 200 && status !== 429).length,
    took: refused.map(({ asked, answered }) => answered - asked),
    ratios: refused.flatMap(({ asked, retryAfter = NaN }) => {
      const truth = waitAt(calls, asked);
      return truth === undefined ? [] : [retryAfter / truth];
    }),
  };
}

function figuresOf(rounds: readonly Round[]): Figure[] {
  const of = (pick: (round: Round) => number) => rounds.map(pick);
  const right = ({ ratios }: Round) => (100 * ratios.filter((ratio) => ratio >= 0.5 && ratio <= 2).length) / ratios.length;
  const baseline = { name: "what 64 clients get before and after", samples: of(({ capacity }) => capacity) };
  const goodput = of(({ goodput: tokens }) => tokens);
  return [
    compared("answered at 150 % of capacity", "tokens/s", goodput, baseline, { atLeast: 0.9 }),
    plain(
      "calls neither answered nor refused for want of room",
      "",
      of(({ other }) => other),
      { atMost: 0 },
    ),
    plain(
      "refusals, median",
      "ms",
      of(({ took }) => median(took)),
    ),
    plain(
      "refusals, 99th percentile",
      "ms",
      of(({ took }) => percentile(took, 0.99)),
      { atMost: 20 },
    ),
    plain(
      "Retry-After ÷ the wait of those admitted at that moment, median",
      "",
      of(({ ratios }) => median(ratios)),
    ),
    plain("refusals with a Retry-After right within a factor of two", "%", of(right), { atLeast: 95 }),
  ];
}

/** Seconds that those had to wait who were admitted nearest to a moment: what waited then was computed after about so long. */
function waitAt(calls: readonly Call[], moment: number): number | undefined {
  const near = calls.filter(({ status, asked }) => status === 200 && Math.abs(asked - moment) < 500);
  return near.length === 0 ? undefined : median(near.map(({ asked, answered }) => answered - asked)) / 1_000;
}
