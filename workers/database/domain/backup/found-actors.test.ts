import { expect, it } from "vitest";
import { actorsNamedIn } from "./found-actors.ts";

const [niche, child, run] = ["nch_00000000000000000000000001", "nch_00000000000000000000000002", "run_00000000000000000000000003"];
const [ours, theirs] = ["org_0000000001", "org_0000000002"];
const found = (...args: Parameters<typeof actorsNamedIn>) => actorsNamedIn(...args).map(({ service, name }) => `${service} ${name}`);

it("finds the actors of the organisation that the row names in its column", () => {
  const rows = [
    [ours, `{"nicheId":"${niche}"}`],
    [theirs, `{"id":"${run}","of":"${theirs}"}`],
  ];
  expect(found({ table: "commands", columns: ["organisation", "value"], rows })).toEqual([
    `niche-analysis ${ours}/${niche}`,
    `agent-teams ${theirs}/${run}`,
  ]);
});

it("finds the organisation in the subject of a row that has no such column", () => {
  expect(found({ table: "archived_subjects", columns: ["subject", "sequence"], rows: [[`niche/${ours}/${niche}`, 4]] })).toEqual([
    `niche-analysis ${ours}/${niche}`,
  ]);
});

it("takes the children that an actor's log names for actors of the same organisation", () => {
  const rows = [[1, `{"children":["${child}"],"parent":"${niche}"}`]];
  expect(found({ table: "events", columns: ["sequence", "data"], rows }, ours)).toEqual([
    `niche-analysis ${ours}/${child}`,
    `niche-analysis ${ours}/${niche}`,
  ]);
});

it("names nobody where no id stands", () => {
  expect(
    found({
      table: "prices",
      columns: ["organisation", "body"],
      rows: [
        [ours, "{}"],
        [ours, null],
        [ours, 5],
      ],
    }),
  ).toEqual([]);
});
