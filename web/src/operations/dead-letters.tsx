/** Effects that ran out of attempts, by kind of actor. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { tenantActorKinds, type DeadLetter, type TenantActorKind } from "../../../contracts/services/actors.ts";
import { count, moment } from "../interface/formats.ts";
import { Meanings } from "../interface/meanings.tsx";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { ActorLink } from "./actor-link.tsx";
import { kindWords } from "./actor-words.ts";
import { deadLettersQuery } from "./queries.ts";

const meanings = [
  {
    word: "Effect",
    meaning:
      "Something that an actor has to do outside itself: compute vectors, ask another service, call a model. It is tried several times, with growing pauses.",
  },
  {
    word: "Dead letter",
    meaning: "An effect that failed for good. Nothing tries it again by itself; what depends on it stands still or has failed.",
  },
  {
    word: "What to do",
    meaning:
      "Open it and read why the attempts failed. Mend the cause (often a node or a service that was away), correct its input where that was wrong, and try it again; or discard it when it is not wanted any more.",
  },
];

const columns: Column<DeadLetter>[] = [
  {
    header: "Effect",
    heads: true,
    className: "min-w-44 wrap-anywhere",
    cell: ({ kind, actorId, effectId, effectType }) => (
      <>
        <Link
          to="/operations/effects/$kind/$actorId/$effectId"
          params={{ kind, actorId, effectId }}
          className="text-accent underline-offset-4 hover:underline"
        >
          {effectType}
        </Link>
        <span className="block text-xs font-normal text-muted">{effectId}</span>
      </>
    ),
  },
  { header: "Of", className: "whitespace-nowrap", cell: ({ kind, actorId }) => <ActorLink kind={kind} id={actorId} /> },
  { header: "Why it was given up", className: "min-w-64", cell: ({ fault }) => fault.detail },
  { header: "Attempts", kind: "number", cell: ({ attempts }) => count(attempts) },
  { header: "Given up", className: "whitespace-nowrap", cell: ({ diedAt }) => moment(diedAt) },
];

export function DeadLetters() {
  return (
    <>
      {tenantActorKinds.map((kind) => (
        <DeadLettersOf key={kind} kind={kind} />
      ))}
      <Meanings title="What a dead letter is, and what to do with it" items={meanings} />
    </>
  );
}

function DeadLettersOf({ kind }: { kind: TenantActorKind }) {
  const query = useInfiniteQuery(deadLettersQuery(kind));
  const { one, many } = kindWords[kind];
  return (
    <Section title={many}>
      <Loaded query={query} what="the dead letters">
        {({ pages }) => {
          const letters = pages.flatMap(({ items }) => items);
          return letters.length === 0 ? (
            <Empty title={`No work of a ${one} was given up`} />
          ) : (
            <Table
              caption={`Dead letters of ${many.toLowerCase()}`}
              columns={columns}
              rows={letters}
              keyOf={({ actorId, effectId }) => `${actorId} ${effectId}`}
            />
          );
        }}
      </Loaded>
      <ShowMore query={query} what="dead letters" />
    </Section>
  );
}
