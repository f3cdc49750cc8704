/** Who goes on a journey: a browser for the tests of a file, its pages, and the first steps of a founder. */
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from "vitest";
import { ada, openBrowser, openPage } from "./browser.ts";

/** Ada as one journey knows her: on a system that journeys share, the address is hers alone. */
export function adaOf(journey: string): typeof ada {
  return { ...ada, email: `ada.${journey}@example.com` };
}

export class Traveller {
  /** What broke in the scripts of its pages since the last test. */
  readonly broken: string[] = [];
  readonly #look: BrowserContextOptions;
  readonly #pages: Page[] = [];
  #browser: Browser | undefined;

  constructor(look: BrowserContextOptions) {
    this.#look = look;
  }

  /** The first page. */
  get page(): Page {
    const [first] = this.#pages;
    if (!first) throw new Error("No page is open yet.");
    return first;
  }

  /** A page in a browser session of its own. */
  async open(): Promise<Page> {
    this.#browser ??= await openBrowser();
    const page = await openPage(this.#browser, this.broken, this.#look);
    this.#pages.push(page);
    page.once("close", () => this.#pages.splice(this.#pages.indexOf(page), 1));
    return page;
  }

  /** Where the pages are, and what is to be seen there. */
  async seen(): Promise<string> {
    const texts = this.#pages.map(async (page) => `${page.url()}\n${await page.locator("body").innerText()}`);
    return (await Promise.all(texts)).join("\n\n");
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }

  button(name: string | RegExp, { exact = false } = {}): Locator {
    return this.page.getByRole("button", { name, exact });
  }

  /** A part of the page by its heading. */
  region(name: string): Locator {
    return this.page.getByRole("region", { name, exact: true });
  }

  /** Makes a niche, beginning on the page of all. */
  async makeNiche(name: string): Promise<void> {
    await this.button("New niche").first().click();
    await this.page.getByLabel("Name").fill(name);
    await this.button("Create niche").click();
    await this.page.getByRole("heading", { name, exact: true }).waitFor();
  }

  /** Chooses a file on the page that it is on. */
  async choose(name: string, content: string | Buffer, mimeType = "text/csv"): Promise<void> {
    await this.page
      .locator("input[type=file]")
      .first()
      .setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
  }

  /** Imports a file on the page of a niche; resolves with the report of it. */
  async importFile(name: string, content: string | Buffer): Promise<Locator> {
    await this.choose(name, content);
    await this.button("Import file").click();
    const report = this.region("Import report").first();
    await report.waitFor();
    return report;
  }
}

/** A traveller for the tests of a file. No test may break a page; what is on the pages is told of one that fails. `look`: of the pages. */
export function travel(look: BrowserContextOptions = {}): Traveller {
  const traveller = new Traveller(look);
  beforeAll(async () => void (await traveller.open()));
  beforeEach(({ onTestFailed }) => onTestFailed(async () => console.error(await traveller.seen())));
  afterEach(() => expect(traveller.broken.splice(0)).toEqual([]));
  afterAll(() => traveller.close());
  return traveller;
}

/** Address of the system that journeys share. */
export const sharedUrl = (): string => inject("sharedSystem");
