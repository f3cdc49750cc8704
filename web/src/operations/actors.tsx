/** The directory of actors of one kind. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { tenantActorKinds, type ActorSummary, type TenantActorKind } from "../../../contracts/services/actors.ts";
import { Badge } from "../interface/badge.tsx";
import { count, moment } from "../interface/formats.ts";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { choiceLinkClass } from "../interface/views.tsx";
import { ActorLink } from "./actor-link.tsx";
import { kindWords } from "./actor-words.ts";
import { actorsQuery } from "./queries.ts";

const columns: Column<ActorSummary>[] = [
  { header: "Actor", heads: true, className: "whitespace-nowrap", cell: ({ kind, id }) => <ActorLink kind={kind} id={id} /> },
  { header: "Version", kind: "number", cell: ({ version }) => count(version) },
  { header: "Latest event", className: "whitespace-nowrap", cell: ({ lastEventType }) => <code>{lastEventType}</code> },
  { header: "At", className: "whitespace-nowrap", cell: ({ lastEventAt }) => moment(lastEventAt) },
  { header: "Made", className: "whitespace-nowrap", cell: ({ createdAt }) => moment(createdAt) },
  {
    header: "Dead letters",
    kind: "number",
    cell: ({ deadLetters }) => (deadLetters === 0 ? "0" : <Badge tone="bad">{count(deadLetters)}</Badge>),
  },
];

export function Actors({ kind }: { kind: TenantActorKind }) {
  const query = useInfiniteQuery(actorsQuery(kind));
  const { one, many } = kindWords[kind];
  return (
    <Section
      title="Actors"
      lead="Each niche and each team run is an actor: it keeps its own log, and its version is the number of events in it. This directory is read from events, so it follows with a short lag. An actor that is missing appears when the tables of its service are rebuilt, under “Maintenance”."
    >
      <KindChoice />
      <Loaded query={query} what="the actors">
        {({ pages }) => {
          const actors = pages.flatMap(({ items }) => items);
          if (actors.length > 0) return <Table caption={many} columns={columns} rows={actors} keyOf={({ id }) => id} />;
          return (
            <Empty title={`There is no ${one} yet`}>
              <p>{kind === "niche" ? "Create one on the page “Niches”." : "Open a niche and press “Start a team run”."}</p>
            </Empty>
          );
        }}
      </Loaded>
      <ShowMore query={query} what="actors" />
    </Section>
  );
}

function KindChoice() {
  return (
    <ul aria-label="Kind of actor" className="flex flex-wrap gap-2 text-sm">
      {tenantActorKinds.map((kind) => (
        <li key={kind}>
          <Link
            to="/operations"
            search={kind === "niche" ? { view: "actors" } : { view: "actors", kind }}
            resetScroll={false}
            activeOptions={{ exact: true }}
            className={choiceLinkClass}
          >
            {kindWords[kind].many}
          </Link>
        </li>
      ))}
    </ul>
  );
}
