/** Events that services wrote and the store did not take. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { RejectedEvent } from "../../../contracts/services/event-bus.ts";
import { count, moment } from "../interface/formats.ts";
import { Meanings } from "../interface/meanings.tsx";
import { Empty, Loaded } from "../interface/notice.tsx";
import { Section } from "../interface/page.tsx";
import { ShowMore } from "../interface/show-more.tsx";
import { Table, type Column } from "../interface/table.tsx";
import { rejectedEventsQuery } from "./queries.ts";

const columns: Column<RejectedEvent>[] = [
  { header: "Event", heads: true, className: "min-w-48 wrap-anywhere", cell: ({ eventId }) => <code>{eventId}</code> },
  { header: "Type", className: "whitespace-nowrap", cell: ({ type }) => type },
  { header: "From", cell: ({ source }) => source },
  { header: "Reason", className: "min-w-64", cell: ({ reason }) => reason },
  { header: "First", className: "whitespace-nowrap", cell: ({ firstSeen }) => moment(firstSeen) },
  { header: "Latest", className: "whitespace-nowrap", cell: ({ lastSeen }) => moment(lastSeen) },
  { header: "Times", kind: "number", cell: ({ times }) => count(times) },
];

const remedies = [
  {
    word: "The catalogue has no such type or version",
    meaning: "The bus is older than the service. Deploy the bus; the event is then taken.",
  },
  { word: "The data do not fit", meaning: "The service writes what the catalogue does not say. Correct one of the two and deploy it." },
  {
    word: "Another event with this id is stored already",
    meaning: "Two writers used one place of a log. The first stays and nothing waits; find the second writer.",
  },
  { word: "More than 128,000 bytes", meaning: "The service has to write smaller events." },
];

export function RejectedEvents() {
  const query = useInfiniteQuery(rejectedEventsQuery);
  return (
    <Section
      title="Refused events"
      lead="What a service wrote and the store did not take. The service keeps it and sends it again; its subject stands still until it is taken."
    >
      <Loaded query={query} what="the refused events">
        {({ pages }) =>
          pages.every(({ items }) => items.length === 0) ? (
            <Empty title="The store has refused nothing" />
          ) : (
            <>
              <Table
                caption="Refused events"
                columns={columns}
                rows={pages.flatMap(({ items }) => items)}
                keyOf={({ eventId }) => eventId}
              />
              <ShowMore query={query} what="refused events" />
              <Meanings title="What to do for which reason" items={remedies} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}
