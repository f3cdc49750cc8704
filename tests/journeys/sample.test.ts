import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";
import { startTopology, type RunningTopology } from "../system/topology.ts";
import { openBrowser, openPage, signUp } from "./browser.ts";

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

it(
  "shows every part of the analysis after one click, interrupted on the way, and offers the same later",
  { timeout: 300_000 },
  async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
    const button = (name: string | RegExp) => page.getByRole("button", { name });
    const region = (name: string) => page.getByRole("region", { name, exact: true });
    const niches = () => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Niches" }).click();

    await signUp(page, system.url);
    await page.getByText("No niches yet").waitFor();
    // The connection breaks when the second table is fetched.
    await page.route("**/samples/sample-phone-invented-searches.csv", (route) => route.abort(), { times: 1 });
    await button("Load the sample").click();
    await page.getByText(/^Phone accessories \(sample\): /).waitFor();
    await page.getByText("The files of the sample are not there.").waitFor();
    await button("Try again").click();

    await page.getByRole("heading", { name: "Phone accessories (sample)" }).waitFor();
    await page.getByText("Sample data.").waitFor();
    await button(/^Read the quotes of/)
      .first()
      .waitFor();
    await region("Demand").getByText("rising", { exact: true }).first().waitFor();

    await page.goto(`${page.url()}/market`);
    await region("Competition").getByText("highly concentrated", { exact: true }).first().waitFor();
    await page.getByRole("img", { name: /^Map of 5 products/ }).waitFor();
    await region("What nobody solves")
      .getByRole("button", { name: /Show the texts/ })
      .first()
      .waitFor();
    await region("Outcomes of your survey").getByLabel("Respondents").selectOption({ label: "student (20)" });
    expect(await region("Outcomes of your survey").getByRole("row").nth(1).innerText()).toContain("get through the day on one charge");
    await page.getByText("What moves the part that can be won").waitFor();

    await niches();
    const choices = page.getByRole("checkbox", { name: /^Compare .*\(sample\)$/ });
    await expect.poll(() => choices.count()).toBe(2);
    for (const index of [0, 1]) await choices.nth(index).check();
    await button("Compare 2").click();
    await page.getByRole("table", { name: "Comparison of niches" }).waitFor();
    await page.getByRole("region", { name: "What would change the first place?" }).waitFor();

    await niches();
    await button("Sample").click();
    await page.getByRole("dialog", { name: "Sample workspace" }).getByRole("button", { name: "Load the sample" }).click();
    await page.getByRole("heading", { name: "Phone accessories (sample)" }).waitFor();
    await niches();
    await expect.poll(() => choices.count()).toBe(2);
    expect(broken).toEqual([]);
  },
);
