import { expect, it } from "vitest";
import { accountViews } from "../../web/src/account/account-views.ts";
import { modelViews } from "../../web/src/models/model-views.ts";
import { operationsViews } from "../../web/src/operations/operations-views.ts";
import { runViews } from "../../web/src/runs/run-views.ts";
import { signUp } from "./browser.ts";
import { brokenRules } from "./rules.ts";
import { adaOf, sharedUrl, travel } from "./traveller.ts";

const before = ["/sign-in", "/sign-up", "/forgot-password", "/outbox"];

const on = travel({ reducedMotion: "reduce" });

it("breaks no rule of accessibility on any page, light or dark, wide or narrow", { timeout: 300_000 }, async () => {
  const { page } = on;
  const broken: string[] = [];
  const look = async (path: string) => {
    await page.goto(`${sharedUrl()}${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    for (const problem of await brokenRules(page)) broken.push(`${path} ${problem}`);
  };
  for (const path of before) await look(path);

  await signUp(page, sharedUrl(), adaOf("accessibility"));
  await page.getByText("No niches yet").waitFor();
  await look("/niches");
  await page.getByRole("button", { name: "Load the sample" }).click();
  await page.getByRole("heading", { name: "Themes" }).first().waitFor();
  const niche = new URL(page.url()).pathname;
  await page
    .getByRole("button", { name: /^Read the quotes of/ })
    .first()
    .waitFor();

  const ofAccount = accountViews.map((view) => `/account?view=${view}`);
  const ofModels = modelViews.map((view) => `/models?view=${view}`);
  const ofOperations = operationsViews.map((view) => `/operations?view=${view}`);
  const compared = `/niches/compare?ids=${encodeURIComponent(JSON.stringify([niche.split("/").at(-1)]))}`;
  const others = ["/niches", compared, "/runs", "/system", "/webhooks", "/device"];
  for (const path of [niche, `${niche}/market`, `${niche}/run`, ...others, ...ofOperations, ...ofModels, ...ofAccount]) await look(path);
  await page.goto(`${sharedUrl()}${niche}/run`);
  await page.getByRole("button", { name: "Start run" }).click();
  await page.waitForURL(/\/runs\/run_/);
  const run = new URL(page.url()).pathname;
  for (const view of runViews) await look(`${run}?view=${view}`);
  expect(broken).toEqual([]);
});
