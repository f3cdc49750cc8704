/** Links of reports, where the installation knows its address: each opens the text whose beginning the report quotes. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "../../../tools/system/ports.ts";
import { startSystem, type System } from "../../../tools/system/system.ts";
import { ada, signUp } from "../browser.ts";
import { competitors, datedReviews, keywordPlanner, longReviews, namelessReviews } from "../niche-files.ts";
import { begunIn, namedIn, onOneLine, quotedIn, type Promised } from "../report-notes.ts";
import { brokenRules } from "../rules.ts";
import { adaOf, travel } from "../traveller.ts";

describe("reports of an installation with an address", { timeout: 240_000 }, () => {
  const stateFolder = mkdtempSync(join(tmpdir(), "paissive-report-links-"));
  let system: System;
  beforeAll(async () => {
    const port = await freePort();
    system = await startSystem({ stateFolder, port, variables: { PUBLIC_URL: `http://localhost:${port}/` } });
  });
  afterAll(async () => {
    await system?.stop();
    rmSync(stateFolder, { recursive: true, force: true });
  });

  const traveller = travel({ reducedMotion: "reduce" });
  let page: Page;
  let niche = "";
  let report = "";
  const evidence = (on: Page) => on.getByRole("dialog", { name: "Evidence" });
  const download = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name, exact: true }).click()]);
    return readFileSync(await file.path());
  };
  /** Opens the link of a text, and finds there what the report said of it. */
  async function open(on: Page, text: Promised | undefined): Promise<void> {
    if (text?.href === undefined) throw new Error("The report has no link to such a text.");
    if (on.url() !== text.href) await on.goto(text.href);
    await evidence(on).getByRole("article").waitFor();
    expect(await evidence(on).getByRole("article").count()).toBe(1);
    expect(onOneLine(await evidence(on).locator("blockquote").innerText())).toSatisfy(text.isKept);
  }

  beforeAll(async () => {
    page = traveller.page;
    await signUp(page, system.url);
    await traveller.makeNiche("Headsets");
    niche = page.url();
    await traveller.importFile("reviews.csv", datedReviews);
    await traveller.importFile("stories.csv", longReviews);
    await traveller.button("Analyse").click();
    await traveller
      .button(/^Read the quotes of/)
      .first()
      .waitFor({ timeout: 120_000 });
    for (const [name, table] of Object.entries({ "competitors.csv": competitors, "keywords.csv": keywordPlanner(24) })) {
      await page.goto(`${niche}/market`);
      await traveller.choose(name, table);
      await traveller.region(`Table ${name}`).waitFor();
    }
    await page.goto(niche);
    report = (await download("Report")).toString();
  }, 240_000);

  it("name every text by a link to the page of its niche", async () => {
    const named = namedIn(report);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ id, href }) => href !== `${niche}?evidence=${id}`)).toEqual([]);
    const pdf = (await download("PDF")).toString("latin1");
    const links = new Set([...pdf.matchAll(/\/URI \(([^)]*)\)/g)].map(([, href]) => href));
    expect(links).toEqual(new Set(named.map(({ href }) => href)));
  });

  it("open the text that they quote, over the page of its niche, and no other", async () => {
    const [begun, quoted] = [begunIn(report), quotedIn(report)];
    for (const text of [begun.at(0), begun.find(({ isCut }) => isCut), begun.at(-1), quoted.at(0), quoted.at(-1)]) await open(page, text);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("Headsets");
    expect(await brokenRules(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await evidence(page).waitFor({ state: "detached" });
    await page.waitForURL(niche);
  });

  it("open after a sign-in, and to nobody of another organisation", async () => {
    const [text] = begunIn(report);
    const elsewhere = await traveller.open();
    await elsewhere.goto(text?.href ?? "");
    await elsewhere.getByLabel("Email").fill(ada.email);
    await elsewhere.getByLabel("Password").fill(ada.password);
    await elsewhere.keyboard.press("Enter");
    await elsewhere.getByRole("heading", { level: 1, name: "Headsets" }).waitFor();
    await open(elsewhere, text);
    await elsewhere.close();

    const stranger = await traveller.open();
    await signUp(stranger, system.url, adaOf("strangers"));
    await stranger.getByText("No niches yet").waitFor();
    await stranger.goto(text?.href ?? "");
    await stranger.getByRole("alert").waitFor();
    expect(await stranger.getByRole("article").count()).toBe(0);
    await stranger.close();
  });

  it("lead from a comparison to the niche that each text is of, though the other may have it too", async () => {
    await page.goto(`${system.url}/niches`);
    await traveller.makeNiche("Chargers");
    const chargers = page.url();
    await traveller.importFile("chargers.csv", namelessReviews(4));
    await traveller.button("Analyse").click();
    await traveller
      .button(/^Read the quotes of/)
      .first()
      .waitFor({ timeout: 120_000 });
    const ids = [niche, chargers].map((url) => url.split("/").at(-1));
    await page.goto(`${system.url}/niches/compare?ids=${encodeURIComponent(JSON.stringify(ids))}`);
    await page.getByRole("table", { name: "Comparison of niches" }).waitFor();
    const comparison = (await download("Report")).toString();
    for (const [name, file, url] of [
      ["Headsets", /^(?:reviews|stories)\.csv, row \d+$/, niche],
      ["Chargers", /^chargers\.csv, row \d+$/, chargers],
    ] as const) {
      const notes = comparison.split("\n").filter((line) => line.startsWith("[^") && line.includes(`]: ${name}: `));
      const begun = begunIn(notes.join("\n"));
      expect(begun.length).toBeGreaterThan(5);
      expect(begun.filter(({ href }) => !href?.startsWith(`${url}?`))).toEqual([]);
      await open(page, begun.at(-1));
      await evidence(page).getByText(file).waitFor();
    }
  });
});
