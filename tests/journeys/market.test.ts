import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";
import { bundledEvidence } from "../../tools/demo/bundled-evidence.ts";
import { startTopology, type RunningTopology } from "../system/topology.ts";
import { openBrowser, openPage, signUp } from "./browser.ts";

/** Every second bundled sentence. */
const reviews = new TextDecoder()
  .decode(bundledEvidence())
  .split("\n")
  .filter((_, index) => index % 2 === 0)
  .join("\n");
const months = ["May 2025", "Jun 2025", "Jul 2025", "Aug 2025", "Sep 2025", "Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026"];
const planner = [
  "Keyword Stats 2026-02-09",
  '"May 1, 2025 - January 31, 2026"',
  ["Keyword", "Currency", "Avg. monthly searches", "Competition", ...months.map((month) => `Searches: ${month}`)].join("\t"),
  ...Array.from({ length: 8 }, (_, i) =>
    [`headset ${i}`, "USD", 1000 - i * 100, "Low", ...months.map((_month, m) => 900 - i * 100 + m * 20)].join("\t"),
  ),
].join("\r\n");
const competitors = [
  "Competitor,Aliases,Price,Features,Reviews,Rating",
  "Motorola,moto,29,12,5400,4.1",
  "Plantronics,,79,30,1200,4.4",
  "Jabra,,59,26,2300,4.2",
  "Nokia,,15,5,900,3.9",
  "Samsung,,99,8,700,4.0",
].join("\n");
const survey = [
  "id,segment,Importance: hear every word,Satisfaction: hear every word,Importance: wear it all day,Satisfaction: wear it all day",
  ...Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? `p${i},driver,5,${1 + (i % 3)},3,4` : `p${i},office,3,4,5,${1 + (i % 2)}`)),
].join("\n");

let system: RunningTopology;
let browser: Browser;
let page: Page;
const broken: string[] = [];
beforeAll(async () => {
  [system, browser] = await Promise.all([startTopology("together"), openBrowser()]);
  page = await openPage(browser, broken);
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

it("drops tables on the pages of a niche and reads off them what the market is like", { timeout: 300_000 }, async () => {
  onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const region = (name: string) => page.getByRole("region", { name, exact: true });
  const drop = async (name: string, text: string, bytes?: Buffer) =>
    page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: bytes ?? Buffer.from(text) });

  await signUp(page, system.url);
  await button("New niche").first().click();
  await page.getByLabel("Name").fill("Headsets");
  await button("Create niche").click();
  await drop("reviews.jsonl", reviews);
  await button("Import file").click();
  await region("Import report").first().waitFor();
  await button("Analyse").click();
  await button(/^Read the quotes of/)
    .first()
    .waitFor();

  // A file of figures, dropped where texts are imported, goes where it belongs.
  await drop("Keyword Stats.csv", "", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(planner, "utf16le")]));
  await button("Import file").click();
  await page.getByRole("link", { name: "See what it says" }).click();
  await page.getByText("8 keywords from 8 rows, 9 months, Google's Keyword Planner").waitFor();
  await region("Searches").getByText("5,200", { exact: true }).first().waitFor();

  await drop("competitors.csv", competitors);
  await region("Competition").getByText("highly concentrated", { exact: true }).first().waitFor();
  await page.getByRole("img", { name: /^Map of 5 products/ }).waitFor();
  await drop("survey.csv", survey);
  await region("Outcomes of your survey").getByLabel("Respondents").selectOption({ label: "driver (15)" });
  expect(await region("Outcomes of your survey").getByRole("row").nth(1).innerText()).toContain("hear every word");

  await region("What nobody solves")
    .getByRole("button", { name: /Show the texts/ })
    .first()
    .click();
  await page.locator("dialog mark").first().waitFor();
  await page.keyboard.press("Escape");

  const said = region("What people praise and complain about");
  await said.getByRole("button", { name: "Complain", exact: true }).press("Enter");
  await said.locator("th[aria-sort=descending]", { hasText: "Complain" }).waitFor();
  await said
    .getByRole("button", { name: /complain of it\. Show the texts/ })
    .first()
    .click();
  await page.locator("dialog mark").first().waitFor();
  await page.keyboard.press("Escape");

  const size = region("Market size");
  for (const [input, likely] of [
    ["Customers", "10000"],
    ["Price a month", "20"],
    ["Can be served, %", "30"],
    ["Can be won, %", "5"],
  ] as const)
    await size.getByLabel(`${input}, likeliest`).fill(likely);
  await size.getByLabel("Customers, low").fill("4000");
  await size.getByRole("button", { name: "Compute and keep" }).click();
  await size.getByText("Both ends, or neither").waitFor();
  await size.getByLabel("Customers, high").fill("20000");
  await size.getByRole("button", { name: "Compute and keep" }).click();
  await size.getByText("What moves the part that can be won").waitFor();

  await button("Remove competitors.csv").click();
  await page.locator("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("No competitors yet").waitFor();
  expect(broken).toEqual([]);
});
