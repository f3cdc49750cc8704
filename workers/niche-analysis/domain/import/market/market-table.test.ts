import { expect, test } from "vitest";
import { faultOf, readFile, utf16le } from "../../testing/reading.ts";

const planner = [
  "Keyword Stats 2026-06-09 at 21_25_18",
  '"May 1, 2025 - April 30, 2026"',
  "Keyword\tCurrency\tAvg. monthly searches\tThree month change\tYoY change\tCompetition\tCompetition (indexed value)\tTop of page bid (low range)\tTop of page bid (high range)\tSearches: May 2025",
  "meal planner app\tUSD\t5000\t0%\t22%\tLow\t12\t0.51\t2.30\t",
  "ai meal planner\tUSD\t500\t\t900%\tMedium\t40\t1.10\t3.70\t",
  "",
].join("\r\n");

test("recognises the Keyword Planner's file in UTF-16 with tabs and two lines before the header, and says where its figures go", async () => {
  const fault = await faultOf(utf16le(planner), { fileName: "Keyword Stats 2026-06-09.csv" });
  expect(fault.code).toBe("unsupported_media");
  expect(fault.detail).toContain("an export of Google's Keyword Planner");
  expect(fault.detail).toContain("POST /api/v1/niches/{id}/market-tables");
  expect(fault.fields).toEqual([{ path: "file", message: "market-table" }]);
});

test.each([
  ["Keyword,Intent,Volume,Trend,Keyword Difficulty,CPC (USD),Competitive Density,SERP Features,Number of Results", "Semrush"],
  ["Keyword;Search Volume;CPC;Competition;Number of Results;Keyword Difficulty Index", "Semrush"],
  ["#,Keyword,Country,Difficulty,Volume,CPC,CPS,Parent Keyword,Last Update,SERP Features,Global volume,Traffic potential", "Ahrefs"],
  ["Top queries,Clicks,Impressions,CTR,Position", "Search Console"],
  ["Keyword,Volume,KD", "a table of keywords"],
  ["Domain,Competitor Relevance,Common Keywords,Organic Keywords,Organic Traffic", "competing sites"],
  ["Competitor,Website,Price,Description", "a table of competitors"],
  ["Name,Price,Features,Reviews", "a table of competitors"],
  ["Respondent,Importance: plan a week,Satisfaction: plan a week", "a survey of outcomes"],
])("recognises the columns %s", async (header, name) => {
  const cells = header.split(/[,;]/).map((column) => (column === "Description" ? "plans all of your meals for you" : "12"));
  const delimiter = header.includes(";") ? ";" : ",";
  expect((await faultOf(`${header}\n${cells.join(delimiter)}\n${cells.join(delimiter)}\n`)).detail).toContain(name);
});

test("the name of a file tells whose it is only where its columns do not", async () => {
  const table = "Keyword,Volume,KD\nmeal planner app,5000,31\nai meal planner,500,12\n";
  expect((await faultOf(table, { fileName: "google_us_meal_matching-terms_2026-05-01.csv" })).detail).toContain("Ahrefs");
  expect((await faultOf(table, { fileName: "meal_broad-match_us_2026-05-01.csv" })).detail).toContain("Semrush");
  const evidence = await readFile("Competitor,Price,Website,Review\nAcme,5,acme.example,It never syncs my lists\n", {
    fileName: "google_us_x_matching-terms.csv",
  });
  expect(evidence.rows).toMatchObject([{ text: "It never syncs my lists" }]);
});

test("a column that the caller names is read all the same", async () => {
  const { rows } = await readFile(utf16le(planner), { mapping: { text: "Keyword" } });
  expect(rows.map(({ text }) => text)).toEqual(["meal planner app", "ai meal planner"]);
});
