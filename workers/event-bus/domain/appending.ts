/** How a bundle of events is cut up before it is appended. Pure. */
import type { EventEnvelope } from "../../../contracts/events/envelope.ts";

/** The events of one subject, by rising sequence, each sequence once. */
export interface SubjectRun {
  subject: string;
  source: string;
  events: EventEnvelope[];
}

/** Groups a bundle by subject. Of two events with the same id the first stays. */
export function runsBySubject(events: readonly EventEnvelope[]): SubjectRun[] {
  const runs = new Map<string, SubjectRun>();
  for (const event of events) {
    const run = runs.get(event.subject) ?? { subject: event.subject, source: event.source, events: [] };
    if (!run.events.some((other) => other.sequence === event.sequence)) run.events.push(event);
    runs.set(event.subject, run);
  }
  for (const run of runs.values()) run.events.sort((a, b) => a.sequence - b.sequence);
  return [...runs.values()];
}

/** The first sequence that the store lacks before it can take the rest of `run`; undefined when it has taken all of it. */
export function gapOf(run: SubjectRun, head: number): number | undefined {
  const last = run.events.at(-1)?.sequence ?? 0;
  return last > head ? head + 1 : undefined;
}
