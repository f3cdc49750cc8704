import { expect, it } from "vitest";
import { signUp } from "./browser.ts";
import { competitors, jsonReviews, keywordPlanner, survey } from "./niche-files.ts";
import { adaOf, sharedUrl, travel } from "./traveller.ts";

const on = travel();

it("drops tables on the pages of a niche and reads off them what the market is like", { timeout: 300_000 }, async () => {
  const { page } = on;
  await signUp(page, sharedUrl(), adaOf("market"));
  await on.makeNiche("Headsets");
  await on.importFile("reviews.jsonl", jsonReviews(2));
  await on.button("Analyse").click();
  await on
    .button(/^Read the quotes of/)
    .first()
    .waitFor();

  // A file of figures, dropped where texts are imported, goes where it belongs.
  await on.choose("Keyword Stats.csv", Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(keywordPlanner(9), "utf16le")]));
  await on.button("Import file").click();
  await page.getByRole("link", { name: "See what it says" }).click();
  await page.getByText("8 keywords from 8 rows, 9 months, Google's Keyword Planner").waitFor();
  await on.region("Searches").getByText("5,200", { exact: true }).first().waitFor();

  await on.choose("competitors.csv", competitors);
  await on.region("Competition").getByText("highly concentrated", { exact: true }).first().waitFor();
  await page.getByRole("img", { name: /^Map of 5 products/ }).waitFor();
  await on.choose("survey.csv", survey);
  await on.region("Outcomes of your survey").getByLabel("Respondents").selectOption({ label: "driver (15)" });
  expect(await on.region("Outcomes of your survey").getByRole("row").nth(1).innerText()).toContain("hear every word");

  await on
    .region("What nobody solves")
    .getByRole("button", { name: /Show the texts/ })
    .first()
    .click();
  await page.locator("dialog mark").first().waitFor();
  await page.keyboard.press("Escape");

  const said = on.region("What people praise and complain about");
  await said.getByRole("button", { name: "Complain", exact: true }).press("Enter");
  await said.locator("th[aria-sort=descending]", { hasText: "Complain" }).waitFor();
  await said
    .getByRole("button", { name: /complain of it\. Show the texts/ })
    .first()
    .click();
  await page.locator("dialog mark").first().waitFor();
  await page.keyboard.press("Escape");

  const size = on.region("Market size");
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

  await on.button("Remove competitors.csv").click();
  await page.locator("dialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("No competitors yet").waitFor();
});
