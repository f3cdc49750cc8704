import { expect, it } from "vitest";
import { signUp } from "./browser.ts";
import { adaOf, sharedUrl, travel } from "./traveller.ts";

const on = travel();

it(
  "shows every part of the analysis after one click, interrupted on the way, and offers the same later",
  { timeout: 300_000 },
  async () => {
    const { page } = on;
    const niches = () => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Niches" }).click();

    await signUp(page, sharedUrl(), adaOf("sample"));
    await page.getByText("No niches yet").waitFor();
    // The connection breaks when the second table is fetched.
    let asked = 0;
    await page.route("**/samples/sample-phone-invented-searches.csv", (route) => (asked++ === 0 ? route.abort() : route.continue()));
    await on.button("Load the sample").click();
    await page.getByText(/^Phone accessories \(sample\): /).waitFor();
    await page.getByText("The files of the sample are not there.").waitFor();
    await on.button("Try again").click();

    await page.getByRole("heading", { name: "Phone accessories (sample)" }).waitFor();
    await page.getByText("Sample data.").waitFor();
    await on
      .button(/^Read the quotes of/)
      .first()
      .waitFor();
    await on.region("Demand").getByText("rising", { exact: true }).first().waitFor();

    await page.goto(`${page.url()}/market`);
    await on.region("Competition").getByText("highly concentrated", { exact: true }).first().waitFor();
    await page.getByRole("img", { name: /^Map of 5 products/ }).waitFor();
    await on
      .region("What nobody solves")
      .getByRole("button", { name: /Show the texts/ })
      .first()
      .waitFor();
    await on.region("Outcomes of your survey").getByLabel("Respondents").selectOption({ label: "student (20)" });
    expect(await on.region("Outcomes of your survey").getByRole("row").nth(1).innerText()).toContain("get through the day on one charge");
    await page.getByText("What moves the part that can be won").waitFor();

    await niches();
    const choices = page.getByRole("checkbox", { name: /^Compare .*\(sample\)$/ });
    await expect.poll(() => choices.count()).toBe(2);
    for (const index of [0, 1]) await choices.nth(index).check();
    await on.button("Compare 2").click();
    await page.getByRole("table", { name: "Comparison of niches" }).waitFor();
    await page.getByRole("region", { name: "What would change the first place?" }).waitFor();

    await niches();
    await on.button("Sample").click();
    await page.getByRole("dialog", { name: "Sample workspace" }).getByRole("button", { name: "Load the sample" }).click();
    await page.getByRole("heading", { name: "Phone accessories (sample)" }).waitFor();
    await niches();
    await expect.poll(() => choices.count()).toBe(2);
  },
);
