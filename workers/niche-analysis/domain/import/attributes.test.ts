import { describe, expect, it } from "vitest";
import { attributeColumns } from "./attributes.ts";
import { faultOf, readFile } from "../testing/reading.ts";

const rows = (n: number, row: (i: number) => string) => Array.from({ length: n }, (_, i) => row(i)).join("\n");
const file = `review,author,email,plan,country,seats,note\n${rows(40, (i) => `"It broke on day ${i} of use",ann${i},a${i}@x.org,${i % 2 === 0 ? "pro" : "free"},${i % 3 === 0 ? "DE" : "FR"},${i},${i % 4 === 0 ? "by mail" : "by chat"}`)}`;

describe("attributes of texts", () => {
  it("are found by what columns are called and hold, and counted in the report", async () => {
    const { rows: kept, report } = await readFile(file);
    expect(kept[0]?.attributes).toEqual({ plan: ["pro"], country: ["DE"], note: ["by mail"] });
    expect(report.attributes).toEqual([
      { name: "plan", texts: 40, values: 2, leftOut: 0 },
      { name: "country", texts: 40, values: 2, leftOut: 0 },
      { name: "note", texts: 40, values: 2, leftOut: 0 },
    ]);
  });

  it("are the ones that the caller names, or none", async () => {
    expect((await readFile(file, { attributes: ["country"] })).rows[0]?.attributes).toEqual({ country: ["DE"] });
    const { rows: bare, report } = await readFile(file, { attributes: [] });
    expect([bare[0]?.attributes, report.attributes]).toEqual([undefined, undefined]);
  });

  it.each([
    ["nothing", 'There is no column "nothing"'],
    ["email", 'The column "email" names people'],
    ["author", 'The column "author" names people'],
    ["review", 'The column "review" cannot be an attribute'],
  ])("are refused as %s", async (column, detail) => {
    const fault = await faultOf(file, { attributes: [column] });
    expect([fault.code, fault.detail]).toEqual(["invalid_input", expect.stringContaining(detail)]);
  });

  it("never hold what reaches or names a person, whatever the column is called", async () => {
    const told = `review,author,role\nIt broke at once,Ann Smith,Ann Smith\nIt broke again today,Bob,bob@x.org\nIt broke for good,Cy,nurse`;
    const { rows: kept } = await readFile(told, { attributes: ["role"] });
    expect(kept.map(({ attributes }) => attributes)).toEqual([undefined, undefined, { role: ["nurse"] }]);
  });

  it.each(["email", "Customer Name", "userName", "phone", "Assignee", "agent name", "IP address", "user_id", "__proto__"])(
    "are not found in %s",
    (column) => {
      const sample = { columns: ["text", column], rows: Array.from({ length: 40 }, (_, i) => ["t", i % 2 === 0 ? "a" : "b"]) };
      expect(attributeColumns(sample, { used: { text: "text" } })).toEqual({ ok: true, value: [] });
    },
  );

  it("are not found where a column has figures, dates, addresses or something else in every row", () => {
    const columns = ["count", "day", "link", "words", "plan"];
    const sample = {
      columns,
      rows: Array.from({ length: 40 }, (_, i) => [
        `${i % 3}`,
        `2025-01-0${(i % 3) + 1}`,
        `https://a.b/${i % 3}`,
        `word${i}`,
        i % 2 === 0 ? "a" : "b",
      ]),
    };
    expect(attributeColumns(sample, { used: {} })).toEqual({ ok: true, value: [{ column: "plan", name: "plan" }] });
  });

  it("are not found where a column without a telling name holds what looks like people", () => {
    const sellers = { columns: ["seller"], rows: Array.from({ length: 40 }, (_, i) => [["Ann Smith", "Bob O’Neil", "shop"][i % 3] ?? ""]) };
    expect(attributeColumns(sellers, { used: {} })).toEqual({ ok: true, value: [] });
  });

  it("are several where a cell lists them", async () => {
    const tagged = `review,tags\nIt broke at once,"app; Login"\nIt broke again today,app`;
    expect((await readFile(tagged)).rows.map(({ attributes }) => attributes?.["tags"])).toEqual([["app", "Login"], ["app"]]);
    const json = JSON.stringify([{ text: "It broke at once", labels: [{ name: "bug" }, "old"] }]);
    expect((await readFile(json, { attributes: ["labels"] })).rows[0]?.attributes).toEqual({ labels: ["bug", "old"] });
  });

  it("stay few: the fifty-first value of a column is left out and counted", async () => {
    const many = `review,version\n${rows(60, (i) => `It broke on day number ${i},v${i}`)}`;
    const { rows: kept, report } = await readFile(many, { attributes: ["version"] });
    expect(report.attributes).toEqual([{ name: "version", texts: 50, values: 50, leftOut: 10 }]);
    expect(kept[55]?.attributes).toBeUndefined();
  });

  it("are what a known format has", async () => {
    const post = (i: number) =>
      JSON.stringify({
        id: `${i}`,
        author: `u${i}`,
        subreddit: "sysadmin",
        created_utc: 1_700_000_000,
        body: `It broke on day ${i} again`,
      });
    expect((await readFile(rows(3, post))).rows[0]?.attributes).toEqual({ subreddit: ["sysadmin"] });
  });
});
