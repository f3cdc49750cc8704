/** What a disturbed run lost, did twice, mixed up or did not finish, against an undisturbed one. */
import type { StoredEvent } from "../../contracts/events/index.ts";
import { canonical, factsOf, namesOf } from "./canonical.ts";
import type { Difference } from "./difference.ts";
import type { Outcome } from "./outcome.ts";
import { acceptedStreams, breaches } from "./webhooks/deliveries.ts";

/** Values shown of one thing that differs. */
const maxShown = 20;

/** Everything that tells `disturbed` from `undisturbed`, and what is wrong with each; empty when chaos changed nothing. */
export function compare(undisturbed: Outcome, disturbed: Outcome): Difference[] {
  const [expected, actual] = [describe(undisturbed), describe(disturbed)];
  return [
    ...brokenPromises(undisturbed).map((difference) => ({ ...difference, where: `undisturbed: ${difference.where}` })),
    ...brokenPromises(disturbed),
    ...compareStreams(expected.streams, actual.streams),
    ...compareThings(expected.things, actual.things),
  ];
}

/** What is wrong with one trial by itself, whatever the other one made. */
function brokenPromises(outcome: Outcome): Difference[] {
  return [
    ...outcome.unfinished.map((where): Difference => ({ kind: "unfinished", where })),
    ...unverified(outcome),
    ...brokenSequences(outcome.events),
    ...breaches(outcome.delivered, outcome.events),
  ];
}

interface Described {
  /** Subject, or subject at an endpoint → its events, type and data. */
  streams: Map<string, { type: string; data: unknown }[]>;
  /** Every resource by its name. */
  things: Map<string, unknown>;
}

function describe(outcome: Outcome): Described {
  const names = namesOf(outcome.work, outcome.events);
  const named = (text: string) => String(canonical(text, names));
  const stored = [...Map.groupBy(outcome.events, (event) => `events ${event.subject}`)];
  const streams = new Map(
    [...stored, ...acceptedStreams(outcome.delivered)]
      .filter(([, events]) => !isAudit(events))
      .map(([where, events]) => [named(where), events.map((event) => ({ type: event.type, data: factsOf(event, names) }))]),
  );
  const resources = [
    ...outcome.niches.map((niche): [string, unknown] => [`niche ${niche.id}`, niche]),
    ...outcome.runs.map((run): [string, unknown] => [`run ${run.id}`, run]),
    ...Object.entries(outcome.lists).flatMap(([list, rows]) => rows.map((row): [string, unknown] => [`${list} ${String(row["id"])}`, row])),
  ];
  const things = new Map(resources.map(([name, value]) => [named(name), canonical(value, names)]));
  for (const { service, projections } of outcome.verification.services) {
    for (const { name, rows } of projections) things.set(`rows of projection ${service}/${name}`, rows);
  }
  return { streams, things };
}

/** Who works on after a kill signs in again, and that is in the log by right. */
function isAudit([first]: readonly { subject: string }[]): boolean {
  return first?.subject.startsWith("audit/") ?? false;
}

function unverified({ verification }: Outcome): Difference[] {
  if (verification.status !== "succeeded")
    return [{ kind: "unfinished", where: "verification of the projections", actual: verification.status }];
  return verification.services
    .filter(({ outcome }) => outcome !== "verified")
    .map(({ service, outcome, mismatches, detail }) => ({
      kind: "lost",
      where: `projections of ${service}`,
      expected: "verified",
      actual: { outcome, detail, mismatches: mismatches.slice(0, maxShown) },
    }));
}

/** The store's own promise: each subject counts from 1 without gaps, and positions rise with sequences. */
export function brokenSequences(events: readonly StoredEvent[]): Difference[] {
  const differences: Difference[] = [];
  for (const [subject, own] of Map.groupBy(events, (event) => event.subject)) {
    const seen = new Set<number>();
    let expected = 1;
    for (const { sequence } of own.toSorted((a, b) => a.position - b.position)) {
      const where = `sequence ${sequence} of ${subject}`;
      if (seen.has(sequence)) differences.push({ kind: "duplicated", where });
      else if (sequence > expected) differences.push({ kind: "lost", where: `sequence ${expected} of ${subject}`, actual: sequence });
      else if (sequence < expected) differences.push({ kind: "out-of-order", where, expected, actual: sequence });
      seen.add(sequence);
      expected = Math.max(expected, sequence + 1);
    }
  }
  return differences;
}

export function compareStreams(expected: Described["streams"], actual: Described["streams"]): Difference[] {
  const differences: Difference[] = [];
  for (const where of new Set([...expected.keys(), ...actual.keys()])) {
    const [wanted, got] = [expected.get(where) ?? [], actual.get(where) ?? []];
    const [wantedTypes, gotTypes] = [wanted.map(({ type }) => type), got.map(({ type }) => type)];
    const missing = without(wantedTypes, gotTypes).map((type): Difference => ({ kind: "lost", where, expected: type }));
    const extra = without(gotTypes, wantedTypes).map((type): Difference => ({ kind: "duplicated", where, actual: type }));
    differences.push(...missing, ...extra);
    if (missing.length + extra.length > 0) continue;
    if (wantedTypes.join() !== gotTypes.join()) {
      differences.push({ kind: "out-of-order", where, expected: wantedTypes, actual: gotTypes });
      continue;
    }
    wanted.forEach(({ type, data }, index) => differences.push(...changes(`${where}:${index + 1} ${type}`, data, got[index]?.data)));
  }
  return differences;
}

function compareThings(expected: Described["things"], actual: Described["things"]): Difference[] {
  return [...new Set([...expected.keys(), ...actual.keys()])].flatMap((name): Difference[] => {
    if (!actual.has(name)) return [{ kind: "lost", where: name }];
    if (!expected.has(name)) return [{ kind: "duplicated", where: name }];
    return changes(name, expected.get(name), actual.get(name)).slice(0, maxShown);
  });
}

/** Items of `from` that `what` does not have, each as often as it lacks it. */
function without(from: readonly string[], what: readonly string[]): string[] {
  const left = [...what];
  return from.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

/** The places at which two values differ, as deep as possible. */
export function changes(where: string, expected: unknown, actual: unknown): Difference[] {
  if (Object.is(expected, actual)) return [];
  if (isObject(expected) && isObject(actual) && Array.isArray(expected) === Array.isArray(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...keys].flatMap((key) => changes(`${where}.${key}`, expected[key], actual[key]));
  }
  return [{ kind: "lost", where, expected, actual }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
