import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { referenceAbsent, referencePath, referenceText } from "../../workers/niche-analysis/domain/testing/reference.ts";
import { annotatedComplaints, annotatedSentences, filesIn, labelledRows, ratedSentences } from "./corpora.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "paissive-corpora-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(content: string, name = "rows.csv"): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("rows with labels", () => {
  const rows = [
    { text: "Card lost, again", label: "card" },
    { text: "Which rate?", label: "rate" },
  ];

  it.each([
    ["text,category\n", ","],
    ["Question;Intent\n", ";"],
    ["\ufefftext\tlabel\n", "\t"],
    [" TEXT ,LABEL\n", ","],
  ])("are found below the header %j", (header, separator) =>
    expect(labelledRows(fileOf(`${header}"Card lost, again"${separator}card\nWhich rate?${separator}rate\n`))).toEqual(rows),
  );

  it("are found in any order of columns, with others between them and in lines too long or too short", () => {
    const file = fileOf('id,label,x,text\r\n1,card,,"Card lost, again",more,still\r\n2,rate\r\n\r\n3,rate,,Which rate?\r\n');
    expect(labelledRows(file)).toEqual(rows);
  });

  it("are of the columns that are named", () => {
    const file = fileOf('text,said,label,kind\nno,"Card lost, again",no,card\nno,Which rate?,no,rate\n');
    expect(labelledRows(file, { text: "said", label: "kind" })).toEqual(rows);
    expect(labelledRows(file, { text: "absent", label: "kind" })).toBeUndefined();
  });

  it("have a text and a label, and each text once, as an import takes it", () => {
    const file = fileOf("text,label\nWhich rate?,rate\n  ,rate\nNo label,\nWHICH  rate?,card\n");
    expect(labelledRows(file)).toEqual([{ text: "Which rate?", label: "rate" }]);
  });

  it("are none of a file without such columns, or without anything", () => {
    expect(labelledRows(fileOf("review,score\nGood,5\n"))).toBeUndefined();
    expect(labelledRows(fileOf(""))).toBeUndefined();
  });
});

it("files are found in folders below, sorted by name", () => {
  const inner = mkdtempSync(join(folder, "z-"));
  writeFileSync(join(inner, "b.csv"), "");
  const a = fileOf("", "a.csv");
  expect(filesIn(folder).filter((path) => path === a || path.startsWith(inner))).toEqual([a, join(inner, "b.csv")]);
  expect(filesIn(a)).toEqual([a]);
});

it("annotated sentences come with what they complain of, and rated ones with their ratings", () => {
  const annotated = fileOf(
    "[t]bad\nplayer[-2],remote[-1][u],price[+1]##It ate my disc.\n##Bought in May.\nlook[+2]##Nice.\n##Bought in May.\n",
  );
  expect(annotatedSentences(annotated)).toEqual(["It ate my disc.", "Bought in May.", "Nice."]);
  expect(annotatedComplaints(annotated)).toEqual([{ text: "It ate my disc.", aspects: ["player", "remote"] }]);
  expect(ratedSentences(fileOf("1_1\t-0.9\tNo picture.\n1_2\t2\tFine.\n"))).toEqual([
    { text: "No picture.", rating: -0.9 },
    { text: "Fine.", rating: 2 },
  ]);
});

describe.skipIf(referenceAbsent)("the annotated reviews of Hu and Liu", () => {
  const published = () =>
    z
      .object({
        counts: z.record(
          z.string(),
          z.object({ sentences: z.int(), neg_total: z.int(), top_negative: z.array(z.tuple([z.string(), z.int()])) }),
        ),
      })
      .parse(JSON.parse(referenceText("text/huliu2004_feature_counts.json")));

  it.each(["Apex_AD2600_DVD_player.txt", "Canon_G3.txt"])("%s: as many complaints, of the same, as were counted", (name) => {
    const { neg_total, top_negative } = published().counts[name] ?? { neg_total: -1, top_negative: [] };
    const complaints = annotatedComplaints(referencePath(`text/huliu2004/${name}`)).flatMap(({ aspects }) => aspects);
    expect(complaints).toHaveLength(neg_total);
    for (const [aspect, count] of top_negative)
      expect({ aspect, count: complaints.filter((one) => one === aspect).length }).toEqual({ aspect, count });
  });
});
