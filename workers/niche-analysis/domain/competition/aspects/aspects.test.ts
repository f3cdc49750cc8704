import { describe, expect, it } from "vitest";
import { writtenOnce } from "../../counting/occurrences.ts";
import { Voices } from "../../counting/voices.ts";
import { textsOf, type TextFacts } from "../../texts.ts";
import { readAspects } from "./aspects.ts";

const weak = "The battery is terrible; such an awful battery.";
const strong = "The battery is excellent.";
const sharp = "I love the great screen.";

describe("what people praise and complain about", () => {
  const rows: { id: string; author?: string; text: string }[] = [
    ...Array.from({ length: 6 }, (_, i) => ({ id: `e${i}`, author: `a${i}`, text: `I bought an Acme. ${weak} ${sharp}` })),
    // Says it twice, and praises it elsewhere: one person, who does both.
    { id: "f0", author: "a0", text: `Acme again. ${strong} ${weak}` },
    { id: "f1", text: `Acme. ${strong}` },
    ...Array.from({ length: 4 }, (_, i) => ({ id: `g${i}`, author: `b${i}`, text: `Bolt has a terrible, broken remote. ${strong}` })),
    { id: "h0", author: "c0", text: "The Acme battery is worse than the Bolt battery." },
  ];
  const competitors = [
    { row: 1, name: "Acme" },
    { row: 2, name: "Bolt" },
  ];
  const read = async (given: typeof rows = rows) => {
    const facts: TextFacts[] = given.map(({ id, author }) => ({ id, author }));
    const order = [...given.keys()].toSorted((a, b) => ((given[a]?.id ?? "") < (given[b]?.id ?? "") ? -1 : 1));
    const voices = await Voices.of(order, writtenOnce(facts), async () => {});
    const idsOf = (name: string) => given.flatMap(({ id, text }) => (text.includes(name) ? id : []));
    return readAspects(
      {
        competitors,
        questions: [{ ids: idsOf("") }, ...["Acme", "Bolt"].map((competitor) => ({ competitor, ids: idsOf(competitor) }))],
      },
      { facts, texts: textsOf(given), voices, pause: async () => {} },
    );
  };

  it("is counted by people in the clauses about the competitor, each side with its texts", async () => {
    const [, acme, bolt] = await read();
    expect(acme).toMatchObject({ competitor: "Acme", texts: 9 });
    const battery = acme?.aspects.find(({ aspect }) => aspect === "battery");
    // a0 to a5, and one text without an author; the comparison is about nobody.
    expect(battery?.complaint.share).toMatchObject({ count: 6, n: 7 });
    expect(battery?.praise.share).toMatchObject({ count: 2, n: 7 });
    expect([battery?.texts, battery?.complaint.texts, battery?.praise.texts]).toEqual([8, 7, 2]);
    expect(battery?.praise.evidenceIds.toSorted()).toEqual(["f0", "f1"]);
    for (const { evidenceId, text, start, end } of battery?.complaint.quotes ?? []) {
      expect(text).toBe(weak);
      expect(rows.find(({ id }) => id === evidenceId)?.text.slice(start, end)).toBe(text);
    }
    expect(battery?.complaint.quotes).toHaveLength(3);
    expect(acme?.aspects.find(({ aspect }) => aspect === "screen")?.praise.share).toMatchObject({ count: 6, n: 6 });
    expect(bolt?.aspects.map(({ aspect, complaint, praise }) => [aspect, complaint.share.count, praise.share.count])).toEqual([
      ["battery", 0, 4],
      ["remote", 4, 0],
    ]);
  });

  it("has the niche as a whole, comparisons among it, and never a competitor's name", async () => {
    const groups = await read();
    expect(groups[0]?.competitor).toBeUndefined();
    expect(groups[0]?.aspects[0]).toMatchObject({ aspect: "battery", complaint: { share: { n: 12 } } });
    expect(groups.flatMap(({ aspects }) => aspects.map(({ aspect }) => aspect)).filter((one) => /acme|bolt/i.test(one))).toEqual([]);
  });

  it("does not depend on the order of the texts", async () => {
    expect(await read(rows.toReversed())).toEqual(await read());
  });

  it("says nothing of what hardly anybody names", async () => {
    expect(await read(rows.slice(0, 2))).toMatchObject([{ aspects: [] }, { aspects: [] }, { texts: 0, aspects: [] }]);
  });
});
