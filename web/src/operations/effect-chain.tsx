/** How an effect came about: command → events of its turn → effect → attempts. */
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { subjectOf, type EffectAttempt, type EffectView } from "../../../contracts/actor.ts";
import type { EffectReference } from "../../../contracts/services/actors.ts";
import { count, duration, instant, plural } from "../interface/formats.ts";
import { JsonText } from "../interface/json-text.tsx";
import { Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { meQuery } from "../session/session.ts";
import { causeOf } from "./actor-words.ts";
import { turnEventsQuery } from "./queries.ts";

export function EffectChain({ reference, effect }: { reference: EffectReference; effect: EffectView }) {
  return (
    <Section title="How it came about">
      <ol className="space-y-4 border-l-2 border-line pl-4">
        <ChainLink title="Command">
          <Command reference={reference} effect={effect} />
        </ChainLink>
        <ChainLink title="Events of the same turn">
          {effect.sequences ? (
            <TurnEvents reference={reference} sequences={effect.sequences} />
          ) : (
            <p className="text-sm text-muted">The command wrote no event.</p>
          )}
        </ChainLink>
        <ChainLink title="Effect">
          <Facts effect={effect} />
        </ChainLink>
        <ChainLink title="Failed attempts">
          <Attempts effect={effect} />
        </ChainLink>
      </ol>
    </Section>
  );
}

/** One link of the chain. */
function ChainLink({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="space-y-2">
      <h3 className="font-semibold">{title}</h3>
      {children}
    </li>
  );
}

function Command({
  reference: { kind, actorId },
  effect: { commandId, principal, requestedAt },
}: {
  reference: EffectReference;
  effect: EffectView;
}) {
  const cause = causeOf(commandId);
  return (
    <div className="space-y-1 text-sm">
      {cause.from === "effect" && (
        <p>
          The {cause.outcome === "done" ? "result" : "failure"} of an earlier effect,{" "}
          <Link
            to="/operations/effects/$kind/$actorId/$effectId"
            params={{ kind, actorId, effectId: cause.effectId }}
            className="text-accent underline underline-offset-4 wrap-anywhere"
          >
            {cause.effectId}
          </Link>
        </p>
      )}
      {cause.from === "timer" && <p>The timer “{cause.name}”</p>}
      {cause.from === "command" && <p>A request from outside the actor</p>}
      <p className="wrap-anywhere text-muted">
        <code>{commandId}</code>, by {principal.kind} <code>{principal.id}</code>, {instant(requestedAt)}
      </p>
    </div>
  );
}

function TurnEvents({
  reference: { kind, actorId },
  sequences,
}: {
  reference: EffectReference;
  sequences: { first: number; last: number };
}) {
  const { data: me } = useSuspenseQuery(meQuery);
  const query = useQuery(turnEventsQuery(subjectOf({ kind, organisation: me.organisation.id, id: actorId }), sequences));
  const { first, last } = sequences;
  return (
    <Loaded query={query} what="the events">
      {(events) => (
        <>
          <ul className="space-y-2 text-sm">
            {events.map(({ id, sequence, type, time, data }) => (
              <li key={id}>
                <details>
                  <summary>
                    {count(sequence)} <code>{type}</code> <span className="text-muted">{instant(time)}</span>
                  </summary>
                  <div className="mt-2">
                    <JsonText value={data} label={`Data of event ${sequence}`} />
                  </div>
                </details>
              </li>
            ))}
          </ul>
          {events.length < last - first + 1 && (
            <p className="text-sm text-muted">
              Numbers {count(first)} to {count(last)} of its log; {events.length === 0 ? "they are" : "some are"} not in the store yet, or
              too far back for this page.
            </p>
          )}
        </>
      )}
    </Loaded>
  );
}

function Facts({ effect: { id, type, lane, status, redrives, deadline, input } }: { effect: EffectView }) {
  const facts: [string, ReactNode][] = [
    ["Id, and its key at whoever it calls", <code key="id">{id}</code>],
    ["Type", type],
    ["Lane", lane],
    ["Tried again by hand", plural(redrives, "time")],
    ["Deadline", deadline === undefined ? "none" : instant(deadline)],
  ];
  return (
    <>
      <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[max-content_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {status === "done" ? (
        <p className="text-sm text-muted">The input is kept only until an effect has succeeded.</p>
      ) : (
        <details className="text-sm">
          <summary>Input</summary>
          <div className="mt-2">
            <JsonText value={parsed(input)} label="Input of the effect" />
          </div>
        </details>
      )}
    </>
  );
}

const columns: Column<EffectAttempt>[] = [
  { header: "Attempt", kind: "number", heads: true, cell: ({ number }) => count(number) },
  { header: "Began", className: "whitespace-nowrap", cell: ({ startedAt }) => instant(startedAt) },
  { header: "Took", kind: "number", cell: ({ startedAt, endedAt }) => duration(Math.max(0, endedAt - startedAt)) },
  { header: "Code", cell: ({ fault }) => <code>{fault.code}</code> },
  { header: "Why it failed", className: "min-w-64 wrap-anywhere", cell: ({ fault }) => fault.detail },
];

function Attempts({ effect: { attempts, status } }: { effect: EffectView }) {
  return attempts.length === 0 ? (
    <p className="text-sm text-muted">{status === "done" ? "They are kept only until an effect has succeeded." : "None has failed."}</p>
  ) : (
    <Table caption="Failed attempts" columns={columns} rows={attempts} keyOf={({ number }) => number} />
  );
}

/** The value that a stored JSON text spells; the text itself when it is none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
