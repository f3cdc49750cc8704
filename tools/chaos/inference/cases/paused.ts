/**
 * SIGSTOP: a node hangs with its connections open, as one does whose machine swaps or sleeps. Meanwhile another process takes its place;
 * when the first one wakes it must not be believed.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Figure } from "../../../../bench/figures.ts";
import type { ProcessGroup } from "../../../system/process-group.ts";
import type { NodeName } from "../stage.ts";
import { answersOf, seconds, underLoad, type Parts } from "./case.ts";

/** A node may be silent for five seconds and four times the expected wait before the call goes elsewhere (docs/reference/inference.md). */
const slowestMs = 15_000;
/** Answers before, so that the router knows of calls of each size which are slow (workers/ai-models/domain/hedging.ts); no longer than this. */
const [answersBefore, knownWithinMs] = [150, 20_000];
/** A heartbeat every two seconds, and the pause before joining again. */
const fencedSeconds = 10;
const backSeconds = 20;
/** What a node says whose lease is another's now. */
const fencedWords = /The edge does not know this node any more|The link to the edge is over/g;
const lookForMs = 30_000;

export async function paused(parts: Parts, name: NodeName): Promise<Figure[]> {
  const { stage, say } = parts;
  const figures: Figure[] = [];
  const title = `SIGSTOP of ${name}`;
  const hedgesBefore = await stage.hedges();
  const answers = await underLoad(parts, async (load) => {
    for (const until = Date.now() + knownWithinMs; load.answered < answersBefore && Date.now() < until;) await sleep(20);
    const before = await stage.seen(name);
    const sleeper = stage.node(name);
    sleeper.signal("SIGSTOP");
    await sleep(1_000);
    const successor = stage.start(name);
    const taken = await stage.untilReady(name, before?.epoch);
    const fenced = await seconds(() => wake(sleeper));
    figures.push({ name: `${title}: fenced when it woke, after`, value: fenced, unit: "s", bar: { atMost: fencedSeconds } });
    // Two processes of one name take turns, so the successor goes.
    await successor.stop();
    stage.restore(name, sleeper);
    const back = await seconds(() => stage.untilReady(name, taken.epoch));
    figures.push({ name: `${title}: in the pool again after`, value: back, unit: "s", bar: { atMost: backSeconds } });
  });
  const hedged = await stage.hedgesSince(hedgesBefore);
  figures.push({ name: `${title}: calls sent to the other node as well`, value: hedged, unit: "", bar: { atLeast: 1 } });
  return [...answersOf(title, answers, slowestMs, say), ...figures];
}

/** Resolves when the process has said once more that its lease is another's. */
async function wake(sleeper: ProcessGroup): Promise<void> {
  const said = () => [...sleeper.output.matchAll(fencedWords)].length;
  const before = said();
  sleeper.signal("SIGCONT");
  for (const until = Date.now() + lookForMs; said() === before && Date.now() < until;) await sleep(20);
}
