import { expect, it } from "vitest";
import { cutoffs } from "./settings.ts";

const now = Date.parse("2026-11-22T21:00:00Z");
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

it.each([
  [{}, day("2026-10-23"), undefined],
  [{ EVENT_ARCHIVE_AFTER_DAYS: "7", EVENT_RETENTION_DAYS: "365" }, day("2026-11-15"), day("2025-11-22")],
  [{ EVENT_ARCHIVE_AFTER_DAYS: "0" }, undefined, undefined],
  [{ EVENT_ARCHIVE_AFTER_DAYS: "soon", EVENT_RETENTION_DAYS: "-3" }, day("2026-10-23"), undefined],
  [{ EVENT_ARCHIVE_AFTER_DAYS: "", EVENT_RETENTION_DAYS: " " }, day("2026-10-23"), undefined],
])("%j: archive what is older than 30 days and delete nothing, unless told otherwise", (variables, archive, forget) => {
  expect(cutoffs(variables, now)).toEqual({ archive, forget });
});
