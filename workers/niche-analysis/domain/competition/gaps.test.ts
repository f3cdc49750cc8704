import { describe, expect, it } from "vitest";
import { textsOf } from "../texts.ts";
import { readGaps } from "./gaps.ts";
import { CompetitorNames } from "./mentions.ts";

describe("names of competitors in a text", () => {
  const names = new CompetitorNames([{ name: "Asana" }, { name: "Asana Pro" }, { name: "Todo.ist", aliases: ["TD"] }, { name: "X" }]);
  const found = (text: string) => names.placesIn(text).map(({ competitor, start, end }) => [competitor, text.slice(start, end)]);

  it("are found as whole words, in any case, the longer name first, with their places", () => {
    expect(found("I left ASANA for asana pro, and todo.ist's lists; td too.")).toEqual([
      ["Asana", "ASANA"],
      ["Asana Pro", "asana pro"],
      ["Todo.ist", "todo.ist"],
      ["Todo.ist", "td"],
    ]);
    expect(found("Asanas, masana and x are nobody")).toEqual([]);
  });
});

describe("the matrix of complaints", () => {
  const bad = "Acme is terrible and broke after a week, a complete waste of money.";
  const good = "Bolt is excellent, I love it and it works great.";
  const rows: { id: string; author?: string; text: string }[] = [
    ...Array.from({ length: 12 }, (_, i) => ({ id: `e${i}`, author: `a${i}`, text: i === 0 ? `${good} ${bad}` : bad })),
    ...Array.from({ length: 3 }, (_, i) => ({ id: `f${i}`, text: good })),
    { id: "g0", author: "a1", text: bad },
    { id: "h0", text: "Nobody is named here." },
  ];
  const themes = [
    { id: "t1", label: "breaks", evidenceIds: rows.map(({ id }) => id).filter((one) => one !== "g0") },
    { id: "t2", label: "price", evidenceIds: ["g0", "absent"] },
  ];
  const competitors = [
    { row: 1, name: "Acme" },
    { row: 2, name: "Bolt" },
    { row: 3, name: "Cord" },
  ];
  const read = (order = rows) =>
    readGaps(
      { themes, competitors },
      { facts: order.map(({ id, author }) => ({ id, author })), texts: textsOf(order), pause: async () => {} },
    );

  it("counts people by the sentences that name the competitor, and quotes them where they stand", async () => {
    const { themes: matrix, texts, mentions } = await read();
    expect({ texts, mentions }).toEqual({ texts: 17, mentions: 16 });
    const breaks = matrix.find(({ themeId }) => themeId === "t1");
    const [acme, bolt] = ["Acme", "Bolt"].map((name) => breaks?.cells.find(({ competitor }) => competitor === name));
    expect(acme?.complaint).toMatchObject({ count: 12, n: 12 });
    expect(bolt?.complaint).toMatchObject({ count: 0, n: 4 });
    expect(acme?.quotes[0]).toEqual({ evidenceId: "e0", text: bad, start: good.length + 1, end: good.length + 1 + bad.length });
    expect([acme?.texts, bolt?.texts, breaks?.texts]).toEqual([12, 4, 15]);
    expect(breaks?.underserved).toBe(false);
    const price = matrix.find(({ themeId }) => themeId === "t2");
    expect(price).toMatchObject({
      theme: "price",
      unknown: ["Bolt"],
      cells: [{ competitor: "Acme", evidenceIds: ["g0"], complaint: { n: 1 } }],
    });
  });

  it("takes those for leaders whom most people name, each counted once", async () => {
    const loud = { id: "o0", author: "loud", text: good };
    const both = [loud, ...rows.slice(0, 4)];
    // Four name Acme, two Bolt; over five themes Bolt is named six times.
    const everywhere = ["t1", "t2", "t3", "t4", "t5"].map((one) => ({
      id: one,
      label: one,
      evidenceIds: one === "t1" ? both.map(({ id }) => id) : [loud.id],
    }));
    const { leaders, competitors: named } = await readGaps(
      { themes: everywhere, competitors },
      { facts: both.map(({ id, author }) => ({ id, author })), texts: textsOf(both), pause: async () => {} },
    );
    expect([named, leaders]).toEqual([
      ["Acme", "Bolt"],
      ["Acme", "Bolt"],
    ]);
  });

  it("does not depend on the order of the texts", async () => {
    expect(await read(rows.toReversed())).toEqual(await read());
  });

  it("counts all texts that name a competitor, of which it lists twenty", async () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ id: `m${i}`, author: `a${i % 7}`, text: bad }));
    const { themes: found } = await readGaps(
      { themes: [{ id: "t1", label: "breaks", evidenceIds: many.map(({ id }) => id) }], competitors },
      { facts: many.map(({ id, author }) => ({ id, author })), texts: textsOf(many), pause: async () => {} },
    );
    expect(found).toMatchObject([{ texts: 50, cells: [{ texts: 50, evidenceIds: { length: 20 }, complaint: { n: 7 } }] }]);
  });

  it("calls a theme underserved where everybody complains of every leader", async () => {
    const reading = await readGaps(
      { themes: themes.slice(0, 1), competitors: competitors.slice(0, 1) },
      { facts: rows.map(({ id, author }) => ({ id, author })), texts: textsOf(rows), pause: async () => {} },
    );
    expect(reading.themes).toMatchObject([{ underserved: true, unknown: [] }]);
  });
});
