import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";
import { accountViews } from "../../web/src/account/account-views.ts";
import { modelViews } from "../../web/src/models/model-views.ts";
import { operationsViews } from "../../web/src/operations/operations-views.ts";
import { runViews } from "../../web/src/runs/run-views.ts";
import { startTopology, type RunningTopology } from "../system/topology.ts";
import { openBrowser, signUp } from "./browser.ts";
import { brokenRules } from "./rules.ts";

const before = ["/sign-in", "/sign-up", "/forgot-password", "/outbox"];

let system: RunningTopology;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  [system, browser] = await Promise.all([startTopology("together"), openBrowser()]);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(60_000);
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

it("breaks no rule of accessibility on any page, light or dark, wide or narrow", { timeout: 300_000 }, async () => {
  onTestFailed(async () => console.error(page.url()));
  const broken: string[] = [];
  const look = async (path: string) => {
    await page.goto(`${system.url}${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    for (const problem of await brokenRules(page)) broken.push(`${path} ${problem}`);
  };
  for (const path of before) await look(path);

  await signUp(page, system.url);
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
  await page.goto(`${system.url}${niche}/run`);
  await page.getByRole("button", { name: "Start run" }).click();
  await page.waitForURL(/\/runs\/run_/);
  const run = new URL(page.url()).pathname;
  for (const view of runViews) await look(`${run}?view=${view}`);
  expect(broken).toEqual([]);
});
