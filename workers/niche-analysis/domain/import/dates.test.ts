import { expect, test } from "vitest";
import { parseDate } from "./dates.ts";

test.each([
  ["2025-03-04", "2025-03-04T00:00:00.000Z"],
  ["2025/3/4 7:05", "2025-03-04T07:05:00.000Z"],
  ["2025-03-04T07:05:09.123+02:00", "2025-03-04T05:05:09.000Z"],
  ["March 4, 2025", "2025-03-04T00:00:00.000Z"],
  ["4 Mar 2025", "2025-03-04T00:00:00.000Z"],
  ["1741046400", "2025-03-04T00:00:00.000Z"],
  ["1741046400000", "2025-03-04T00:00:00.000Z"],
])("reads %s", (cell, expected) => expect(parseDate(cell)).toBe(expected));

test.each(["03/04/2025", "2025-04-31", "yesterday", "", "5", "12:30", "Foo 4, 2025"])("does not guess at %j", (cell) =>
  expect(parseDate(cell)).toBeUndefined(),
);
