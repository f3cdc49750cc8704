/** A niche in full: from files to themes that somebody has put right, its market, its reports and another niche beside it. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signUp } from "./browser.ts";
import { competitors, datedReviews, datedRows, keywordPlanner, namelessReviews, serveFeed, survey } from "./niche-files.ts";
import { begunIn, namedIn } from "./report-notes.ts";
import { brokenRules } from "./rules.ts";
import { adaOf, sharedUrl, travel } from "./traveller.ts";

/** A loaded machine takes its time. */
const patience = { timeout: 20_000 };

describe("a niche in full, in a real browser", { timeout: 180_000 }, () => {
  const on = travel({ reducedMotion: "reduce" });
  let page: Page;
  let feed: Awaited<ReturnType<typeof serveFeed>>;
  let niche = "";
  let compared = "";

  beforeAll(async () => {
    feed = await serveFeed();
    page = on.page;
    page.setDefaultTimeout(20_000);
  });
  afterAll(() => feed?.close());

  const dialog = () => page.getByRole("dialog");
  const map = () => page.getByRole("group", { name: /^Map of \d+ themes/ });
  const marks = () => map().getByRole("button");
  const download = async (link: string) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: link, exact: true }).click()]);
    return readFileSync(await file.path());
  };
  /** The middle of what is drawn, from the top left of the map. */
  const placeOf = async (mark: Locator) => {
    const [own, around] = await Promise.all([mark.locator("circle").boundingBox(), map().boundingBox()]);
    if (!own || !around) throw new Error("It is not drawn.");
    return { x: own.x + own.width / 2 - around.x, y: own.y + own.height / 2 - around.y, around };
  };

  it("imports with its progress in sight, and says which rows are left out and why", async () => {
    await signUp(page, sharedUrl(), adaOf("niche"));
    await on.makeNiche("Headsets");

    let goOn = () => {};
    const seen = new Promise<void>((resolve) => (goOn = resolve));
    await page.route(/\/uploads\/upl_\w+\?offset=0$/, async (route) => {
      await seen;
      await route.fallback();
    });
    await on.choose("reviews.csv", datedReviews);
    await on.button("Import file").click();
    await page.getByRole("progressbar", { name: "Sent" }).waitFor();
    await page.getByText(/^0 B of [\d.]+ kB sent$/).waitFor();
    goOn();
    const report = on.region("Import report").first();
    await report.waitFor();
    expect(await report.innerText()).toMatch(
      new RegExp(`Rows read\\s*${datedRows}[\\s\\S]*\\d+ rows too short\\s*1 row with more or fewer cells than the header has columns`),
    );
    await report.getByText("Which rows").click();
    await report.getByText(/^1 \(too short\), 2 \(with more or fewer cells than the header has columns\), /).waitFor();
    niche = new URL(page.url()).pathname;
  });

  it("analyses with the share of texts that may stay outside", async () => {
    await page.getByText("Advanced options").click();
    const outside = page.getByLabel("Texts that may stay outside all themes, per cent");
    await outside.fill("150");
    await page.getByText("Write a number from 0 to 100.").waitFor();
    expect(await on.button("Analyse").isDisabled()).toBe(true);
    await outside.fill("12");
    await on.button("Analyse").click();
    await page.getByRole("progressbar", { name: /Analysis/ }).waitFor();
    await page.getByText(/fit no theme; at most 12 % may stay outside/).waitFor();
    await page.getByText(/texts by 2\d\d people\. /).waitFor();
    await page.getByText(/of the people complain \(\d+ % to \d+ %;/).waitFor();
  });

  it("says why it scores so in one screen", async () => {
    const [top, bottom] = [page.getByRole("heading", { name: "Why this score" }), page.getByRole("form", { name: "Market assumptions" })];
    const [from, to] = [await top.boundingBox(), await bottom.boundingBox()];
    expect((to?.y ?? Infinity) - (from?.y ?? 0)).toBeLessThan(page.viewportSize()?.height ?? 0);
    await page.getByText("How it is read").first().click();
    await page.getByText("Assumes that").first().waitFor();
    await page.getByRole("navigation", { name: "On this page" }).getByRole("link", { name: "Demand" }).click();
    expect(new URL(page.url()).hash).toBe("#demand");
  });

  it("shows the themes on a map that is moved and seen nearer by pointer, wheel and keys", async () => {
    const [one, other] = [marks().nth(0), marks().nth(1)];
    const apart = async () => {
      const [a, b] = [await placeOf(one), await placeOf(other)];
      return Math.hypot(a.x - b.x, a.y - b.y);
    };
    const whole = await apart();
    await on.button("Zoom in").click();
    await on.button("Zoom in").click();
    expect(await apart()).toBeCloseTo(whole * 1.6 ** 2, 0);

    const before = await placeOf(one);
    const { around } = before;
    await page.mouse.move(around.x + around.width / 2, around.y + around.height / 2);
    await page.mouse.down();
    await page.mouse.move(around.x + around.width / 2 + 60, around.y + around.height / 2 + 40, { steps: 5 });
    await page.mouse.up();
    const dragged = await placeOf(one);
    expect([dragged.x - before.x, dragged.y - before.y].map(Math.round)).toEqual([60, 40]);
    // A drag that ends on a theme does not choose it.
    expect(await map().locator("[aria-pressed=true]").count()).toBe(0);

    await map().focus();
    await page.keyboard.press("ArrowRight");
    expect((await placeOf(one)).x).toBeLessThan(dragged.x - 50);
    for (const _ of [1, 2, 3]) await page.keyboard.press("-");
    expect(await apart()).toBeCloseTo(whole, 0);
    expect(await on.button("Zoom out").isDisabled()).toBe(true);
    const scrolled = await page.evaluate(() => scrollY);
    await page.mouse.wheel(0, -250);
    await expect.poll(apart, patience).toBeCloseTo(whole * 1.6, 0);
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    expect(await on.button("Zoom in").isDisabled()).toBe(true);

    // What Tab comes to is within the frame, however near the map is.
    const themes = await marks().count();
    for (let i = 0; i < themes; i++) {
      await page.keyboard.press("Tab");
      const focused = map().locator(":focus");
      expect(await focused.getAttribute("aria-label")).toBe(await marks().nth(i).getAttribute("aria-label"));
      const { x, y } = await placeOf(focused);
      expect([x > 0, x < around.width, y > 0, y < around.height]).toEqual([true, true, true, true]);
    }
    for (const _ of [1, 2, 3]) await page.keyboard.press("-");
  });

  it("lets somebody merge, split and rename themes from the map, and take it back", async () => {
    const changes = on.region("Your changes of the themes");
    const before = await marks().count();
    const change = async (mark: Locator, what: string) => {
      await mark.click();
      expect(await mark.getAttribute("aria-pressed")).toBe("true");
      await on.button("Merge, split or rename").click();
      await dialog().getByLabel("What to change").selectOption({ label: what });
    };
    const submit = () => dialog().getByRole("button", { name: "Change", exact: true }).click();

    await marks().last().click();
    await change(marks().nth(before - 2), "Let it take in other themes");
    for (const i of [0, 1]) await dialog().getByRole("checkbox").nth(i).check();
    await submit();
    await changes.getByText(/^2 themes belong to “.+”\.$/).waitFor();
    await expect.poll(() => marks().count(), patience).toBe(before - 2);

    await change(marks().last(), "Split a theme off it");
    for (const i of [0, 1]) await dialog().getByRole("checkbox").nth(i).check();
    await dialog().getByLabel("Name of the new theme (optional)").fill("Set apart");
    await submit();
    await page.getByRole("heading", { name: "Set apart" }).waitFor();
    await changes.getByText(/^“Set apart” was split off “.+” by 2 examples\.$/).waitFor();

    await change(map().getByRole("button", { name: /^Set apart: / }), "Give it another name");
    await dialog().getByLabel("New name").fill("Seen for itself");
    await submit();
    await page.getByRole("heading", { name: "Seen for itself" }).waitFor();
    await on.button("Take back: A theme is called “Seen for itself”.").click();
    await page.getByRole("heading", { name: "Set apart" }).waitFor();
    await expect.poll(() => page.getByRole("heading", { name: "Seen for itself" }).count(), patience).toBe(0);
  });

  it("draws demand and themes over time with their intervals, and opens the texts of a month", async () => {
    const chart = on.region("Demand").getByRole("slider", { name: "Demand, by month" });
    expect(await chart.getAttribute("aria-valuetext")).toMatch(
      /^people a month over 2\d months\. Rising: \+\d+ % a year, 95 % interval \+\d+ % to \+\d+ %; /,
    );
    await chart.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    await page.getByText(/^2024-\d\d: \d+ (?:person|people); trend [\d.]+ \([\d.]+ to [\d.]+\)$/).waitFor();
    const themes = on
      .region("Demand")
      .getByRole("listitem")
      .filter({ has: page.getByRole("slider") });
    expect(await themes.count()).toBeGreaterThan(1);
    for (const text of await themes.allInnerTexts())
      expect(text).toMatch(/(?:rising|falling|no trend)[\s\S]*people a month each month \(\S+ to \S+\)/);
    await on.button(/^Texts of a month: demand of Headsets/).click();
    await dialog().getByLabel("Month").selectOption("2025-06");
    expect(await dialog().getByLabel("Month").locator("option:checked").innerText()).toMatch(/^2025-06: \d+ people$/);
    await dialog()
      .getByText(/ Jun 2025/)
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
  });

  it("leads from a claim to its quotes in their texts, and asks whether texts say the same", async () => {
    const complaints = on.button(/^Read the complaints: \d+ of \d+ people complain in /).first();
    await complaints.click();
    const text = dialog()
      .getByRole("article")
      .filter({ has: page.locator("mark") })
      .first();
    await text.waitFor();
    const [quote, whole] = [await text.locator("mark").first().innerText(), await text.innerText()];
    expect(whole.length).toBeGreaterThan(quote.length);
    expect(datedReviews.replaceAll('""', '"')).toContain(quote.trim());
    expect(whole).toMatch(/reviews\.csv, row \d+[\s\S]*author /);
    await page.keyboard.press("Escape");

    await page.getByText(/^Texts that may say the same \(2 to decide\)$/).click();
    await on.button("Keep apart").first().click();
    await on.region("Your changes of the themes").getByText("Two texts that are alike count apart.").waitFor();
    await on.button("Count as one").first().click();
    await on.region("Your changes of the themes").getByText("Two texts count as one.").waitFor();
    await expect.poll(() => page.getByText(/^Texts that may say the same/).count(), patience).toBe(0);
  });

  it("fetches a feed as evidence, and is paused", async () => {
    await on.button("Add a source").click();
    await dialog().getByLabel("Where to look").selectOption({ label: "RSS or Atom feed" });
    await dialog().getByLabel("Address of the feed").fill("https://10.0.0.8/feed.xml");
    await on.button("Add source").click();
    await dialog().getByText("The address must use a host name, not an IP address.").first().waitFor();
    await dialog().getByLabel("Address of the feed").fill(feed.url);
    await on.button("Add source").click();
    const row = page.getByRole("table", { name: "Sources" }).getByRole("row", { name: feed.url });
    await row.getByText("2 read, 2 new").waitFor();
    await row.getByRole("button", { name: /^Pause: / }).click();
    await row.getByText("Somebody paused it.").waitFor();
    expect(await row.getByRole("button", { name: /^(?:Pause|Resume): / }).allInnerTexts()).toEqual(["Resume"]);
  });

  it("fills the page of its market from tables, and takes other assumptions about searches", async () => {
    await page.getByRole("link", { name: "Open the market" }).click();
    await page.getByRole("heading", { name: "Market of Headsets" }).waitFor();
    await on.choose("keywords.csv", keywordPlanner(24));
    await on.region("Table keywords.csv").waitFor();
    await on.choose("competitors.csv", competitors);
    await on.region("Table competitors.csv").waitFor();
    await on.choose("survey.csv", survey);
    await on.region("Table survey.csv").waitFor();
    await on
      .region("Competition")
      .getByText(/highly concentrated/)
      .first()
      .waitFor();
    await on.region("What nobody solves").getByRole("table").waitFor();
    await on.region("What people praise and complain about").getByRole("table").waitFor();
    await on.region("Outcomes of your survey").getByRole("table").first().waitFor();
    const searches = on.region("Searches");
    await searches.getByRole("slider", { name: "Searches, by month" }).waitFor();
    await searches.getByText(/2\.5 % to 28\.5 %, likeliest 11 %, click/).waitFor();

    await searches.getByText("Assume something else").click();
    const field = (name: string) => searches.getByRole("spinbutton", { name });
    await field("Linking domains at which a keyword is as hard as can be").fill("5");
    for (const [end, share] of Object.entries({ low: "50", likeliest: "60", high: "70" }))
      await field(`Of the searches, those that click, %, ${end}`).fill(share);
    await on.button("Compute again").click();
    await searches.getByRole("alert").waitFor();
    await field("Linking domains at which a keyword is as hard as can be").fill("500");
    await on.button("Compute again").click();
    await searches.getByText(/50 % to 70 %, likeliest 60 %, click/).waitFor();
    await searches.getByText("How it is counted").click();
    await searches.getByText(/a proxy from linking domains of the first ten results, 100 at 500/).waitFor();
    await on.button("Back to the usual").click();
    await searches.getByText(/2\.5 % to 28\.5 %, likeliest 11 %, click/).waitFor();

    const size = on.region("Market size");
    for (const [input, likely] of Object.entries({
      Customers: "10000",
      "Price a month": "20",
      "Can be served, %": "30",
      "Can be won, %": "5",
    }))
      await size.getByLabel(`${input}, likeliest`).fill(likely);
    await on.button("Compute and keep").click();
    await size.getByText("What moves the part that can be won").waitFor();
    expect(await size.getByRole("row", { name: /^Can be won/ }).innerText()).toContain("$36,000");
  });

  it("gives its report as Markdown, PDF and tables, and on paper", async () => {
    await page.goto(`${sharedUrl()}${niche}`);
    await page.getByRole("link", { name: "PDF", exact: true }).waitFor();
    const pdf = await download("PDF");
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    expect(pdf.subarray(-6).toString()).toContain("%%EOF");
    const report = (await download("Report")).toString();
    expect(report).toMatch(/^# Headsets\n/);
    expect(report).toMatch(/\d+ % \(\d+ % to \d+ %; \d+ of \d+\)\[\^\d+\]/);
    expect(report).toMatch(/\[\^1\]: .+/);
    expect(report).toContain("Set apart");
    // The system knows no address of its own: texts are named by words and ids, which are links nowhere.
    const named = namedIn(report);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ href }) => href !== undefined)).toEqual([]);
    expect([report.includes("]("), pdf.includes("/URI")]).toEqual([false, false]);
    expect(begunIn(report).length).toBeGreaterThan(20);
    const themes = (await download("Themes as CSV")).toString().trim().split(/\r?\n/);
    expect(themes).toHaveLength(1 + (await marks().count()));
    const figures = (await download("All figures as CSV")).toString();
    expect(figures).toMatch(/^\W?about,/);
    expect(figures).toContain("lift in");

    await page.emulateMedia({ media: "print" });
    await page
      .getByText(/^“.+” evd_\w+$/)
      .first()
      .waitFor();
    expect(await on.button("Print").isVisible()).toBe(false);
    await page.emulateMedia({ media: "screen" });
  });

  it("says texts where nobody is named, and holds two niches against each other", async () => {
    await page.goto(`${sharedUrl()}/niches`);
    await on.makeNiche("Chargers");
    await on.importFile("nameless.csv", namelessReviews(4, 1));
    await on.button("Analyse").click();
    await page.getByText(/of the texts complain \(\d+ % to \d+ %;/).waitFor();
    await on
      .button(/^Read the complaints: \d+ of \d+ texts complain in /)
      .first()
      .waitFor();
    expect((await page.locator("main").innerText()).match(/\d (?:people|persons?|authors?)\b.*/g)).toBeNull();

    await page.goto(`${sharedUrl()}/niches`);
    for (const name of ["Headsets", "Chargers"]) await page.getByRole("checkbox", { name: `Compare ${name}` }).check();
    await on.button("Compare 2").click();
    const table = (name: string) => page.getByRole("table", { name, exact: true });
    await table("Comparison of niches").waitFor();
    expect(await table("Probability of each rank").innerText()).toMatch(/Headsets\s+\d+ %\s+\d+ %|Headsets\s+[<>\d ]+%/);
    await on.region("What would change the first place?").getByRole("table").first().waitFor();
    const beside = table("Niches side by side");
    expect(await beside.getByRole("row", { name: /^People / }).innerText()).toMatch(/\d+ people\s+\d+ texts/);
    expect(await beside.getByRole("row", { name: /^Main themes/ }).innerText()).toMatch(
      /\d+ % \(\d+ % to \d+ %; \d+ of \d+\); \d+ % \(\d+ % to \d+ %; \d+ of \d+\) complain/,
    );
    expect((await download("Report")).toString()).toMatch(/Headsets[\s\S]*Chargers|Chargers[\s\S]*Headsets/);
    expect((await download("PDF")).subarray(0, 5).toString()).toBe("%PDF-");
    expect((await download("CSV")).toString().trim().split("\n")).toHaveLength(3);
    compared = new URL(page.url()).pathname + new URL(page.url()).search;
  });

  it("breaks no rule of accessibility on these pages and in none of their dialogs, light or dark, wide or narrow", async () => {
    const found: string[] = [];
    const look = async (what: string, within?: string) => {
      await page.waitForLoadState("networkidle");
      await expect.poll(() => page.getByText(/^Loading /).count(), patience).toBe(0);
      for (const problem of await brokenRules(page, within)) found.push(`${what}: ${problem}`);
    };
    /** What opens a dialog, and what is to be seen in it. */
    const open = async (opener: Locator, choices: readonly (string | undefined)[] = [undefined]) => {
      const what = await opener.innerText();
      await opener.click();
      for (const choice of choices) {
        if (choice !== undefined) await dialog().getByRole("combobox").first().selectOption({ label: choice });
        await look(`${what}${choice === undefined ? "" : `, ${choice}`}`, "dialog[open]");
      }
      await page.keyboard.press("Escape");
    };
    const go = async (path: string) => {
      await page.goto(`${sharedUrl()}${path}`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await look(path);
    };

    await go(compared);
    for (const name of [/texts behind it/, /^\d+ texts? ?, evidence for/, /^Texts of 20/]) await open(on.button(name).first());
    await go(`${niche}/market`);
    for (const name of ["Rows of keywords.csv", "Remove survey.csv", /Show the texts/, /complain of it\. Show the texts/])
      await open(on.button(name).first());
    await go("/niches");
    await open(on.button("New niche"));
    await on.button("Weights").click();
    for (const way of ["State them", "Compare pairs"]) {
      await dialog().getByLabel(way).check();
      await look(`Weights, ${way}`, "dialog[open]");
    }
    await go(niche);
    await open(on.button(/^Change /).first(), [
      "Give it another name",
      "Let it take in other themes",
      "Split a theme off it",
      "Move some of its texts elsewhere",
    ]);
    await open(on.button("Add a source"), ["GitHub issues", "RSS or Atom feed"]);
    for (const name of [/^Read the complaints/, /^Read them/, /^Texts of a month/, /^Read the strongest/, /^Remove: /])
      await open(on.button(name).first());
    expect(found).toEqual([]);
  });
});
