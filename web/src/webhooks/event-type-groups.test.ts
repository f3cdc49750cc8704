import { expect, test } from "vitest";
import { eventTypes } from "../../../contracts/events/index.ts";
import { typeGroups } from "./event-type-groups.ts";

test("groups types by what they speak of, in alphabetical order", () => {
  expect(typeGroups(["run.started", "niche.created", "niche.archived"])).toEqual([
    { noun: "niche", types: ["niche.archived", "niche.created"] },
    { noun: "run", types: ["run.started"] },
  ]);
});

test("loses no type of the catalogue", () => {
  expect(
    typeGroups(eventTypes)
      .flatMap(({ types }) => types)
      .toSorted(),
  ).toEqual(eventTypes.toSorted());
});
