import { TOTP } from "otpauth";
import type { Browser, Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from "vitest";
import { checkFile } from "../../tools/backup/transfer.ts";
import { bundledEvidence } from "../../tools/demo/bundled-evidence.ts";
import { operatorKey, startTopology, type RunningTopology } from "../system/topology.ts";
import { openBrowser, signUp, withAuthenticator } from "./browser.ts";

/** Every fourth bundled sentence, as a CSV file of the founder's own. */
const csv = `review\n${new TextDecoder()
  .decode(bundledEvidence())
  .split("\n")
  .filter((_, index) => index % 4 === 0)
  .map((line) => `"${(JSON.parse(line) as { text: string }).text.replaceAll('"', '""')}"`)
  .join("\n")}`;

describe("a founder, in a real browser", () => {
  let system: RunningTopology;
  let browser: Browser;
  let page: Page;
  const broken: string[] = [];
  const pending = new Set<Request>();

  beforeAll(async () => {
    [system, browser] = await Promise.all([startTopology("together"), openBrowser()]);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on("pageerror", (error) => broken.push(String(error)));
    page.on("console", (message) => {
      // A page that reads what is not there yet is answered 404 and says so itself; everything else is a defect.
      if (message.type() === "error" && !message.text().includes("404")) broken.push(message.text());
    });
    page.on("request", (request) => pending.add(request));
    page.on("requestfinished", (request) => pending.delete(request));
    page.on("requestfailed", (request) => pending.delete(request));
    page.setDefaultTimeout(60_000);
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  let recoveryCodes: string[] = [];

  const button = (name: string | RegExp, options: { exact?: boolean } = {}) => page.getByRole("button", { name, ...options });
  const heading = (name: string | RegExp) => page.getByRole("heading", { name });

  it("goes from an empty account to a marketing plan", { timeout: 300_000 }, async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));

    await signUp(page, system.url);

    await page.getByText("No niches yet").waitFor();
    await button("New niche").first().click();
    await page.getByLabel("Name").fill("Phone accessories");
    await button("Create niche").click();
    await heading("Phone accessories").waitFor();

    await page.locator("input[type=file]").setInputFiles({ name: "reviews.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
    await button("Import file").click();
    const report = page.getByRole("region", { name: "Import report" }).first();
    await report.waitFor();
    expect(await report.innerText()).toMatch(/Rows read\s*250/);

    await button("Analyse").click();
    await button(/^Read the quotes of/)
      .first()
      .click();
    const quotes = page.locator("mark");
    await quotes.first().waitFor();
    const quoted = await quotes.first().innerText();
    expect(csv.replaceAll('""', '"')).toContain(quoted.trim());
    // By keyboard alone: the theme bears another name once the change is worked in.
    await button(/^Change /)
      .first()
      .focus();
    await page.keyboard.press("Enter");
    await page.getByLabel("New name").fill("What breaks first");
    await page.keyboard.press("Enter");
    await heading("What breaks first").waitFor();
    await page.getByRole("region", { name: "Your changes of the themes" }).getByText("A theme is called “What breaks first”.").waitFor();
    await page.getByRole("img", { name: /^Opportunity score 0\.\d+, between/ }).waitFor();
    // These reviews carry no dates, and the page says what that means for their demand.
    await page.getByRole("region", { name: "Demand" }).getByText("Too few dated texts").waitFor();

    await page.getByRole("link", { name: "Start a team run" }).click();
    await button("Start run").click();
    await heading("Marketing waits for your approval").waitFor();
    await page.getByLabel("Note (optional)").fill("The price looks right.");
    await button("Approve").click();
    const results = page.getByRole("navigation", { name: "Results" });
    await page.getByText("Succeeded").first().waitFor();

    await results.getByRole("link", { name: /price/i }).click();
    await page.getByRole("table", { name: "Pricing strategies" }).waitFor();
    await results.getByRole("link", { name: /projection/i }).click();
    await page.getByRole("img", { name: /^Monthly recurring revenue over 36 months/ }).waitFor();
    await results.getByRole("link", { name: /marketing/i }).click();
    await page.getByRole("table", { name: "Marketing channels" }).waitFor();

    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Niches" }).click();
    await heading("Niches").waitFor();
    // The market and the niches found in it, each with its interval.
    await page.getByRole("link", { name: "Phone accessories" }).waitFor();
    expect(await page.getByRole("img", { name: /between/ }).count()).toBeGreaterThan(2);
    expect(broken).toEqual([]);
  });

  it("weighs the factors by keyboard and sees what would change the order", { timeout: 120_000 }, async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
    const choices = page.getByRole("checkbox", { name: /^Compare / });
    await choices.nth(1).waitFor();
    for (const index of [0, 1]) await choices.nth(index).check();
    await button("Compare 2").click();
    const table = page.getByRole("table", { name: "Comparison of niches" });
    await table.waitFor();
    // Nothing is assumed of these markets: no band, and what to find out instead.
    await table.getByText("Not settled").first().waitFor();
    await page.getByRole("region", { name: "What would change the first place?" }).waitFor();
    await page.getByRole("table", { name: "Niches side by side" }).getByText("What is unknown").waitFor();

    await button("Weights", { exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Weights" });
    await dialog.getByRole("slider", { name: "Problem severity, per cent" }).focus();
    await page.keyboard.press("End");
    expect(await dialog.getByRole("spinbutton", { name: /^Problem severity/ }).inputValue()).toBe("100");
    expect(await dialog.getByRole("spinbutton", { name: /^Market size/ }).inputValue()).toBe("0");
    await page.keyboard.press("Enter");
    await page.getByText("your weights, version 1").first().waitFor();

    await button("Weights", { exact: true }).click();
    await dialog.getByLabel("Compare pairs").check();
    await dialog.getByText(/Consistency ratio 0, at most 0.1/).waitFor();
    await dialog.getByLabel("Market size or growth rate").selectOption("9");
    await dialog.getByLabel("Growth rate or competition").selectOption("9");
    await dialog.getByLabel("Market size or competition").selectOption("1/9");
    await dialog.getByText(/The one that fits least/).waitFor();
    await dialog.getByRole("button", { name: "Back to the product's own" }).click();
    await page.getByText("the product's own weights").first().waitFor();
    expect(broken).toEqual([]);
  });

  it("makes a webhook for chosen events and finds it in the list, its secret shown once", async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Webhooks" }).click();
    await page.getByText("No webhooks yet").waitFor();
    await button("New webhook").click();
    await page.getByLabel("Address").fill("https://10.0.0.8/hooks");
    await button("Create webhook").click();
    await page.getByText("The address must use a host name, not an IP address.").first().waitFor();
    // The browser notes the refusal; it is the one that was asked for.
    expect(broken.splice(0)).toEqual([expect.stringContaining("400")]);
    await page.getByLabel("Address").fill("https://hooks.example.com/paissive");
    // A type that nothing of this test writes: nobody is called.
    await page.getByLabel("Only chosen types").check();
    await page.getByLabel("api-key.revoked").check();
    await button("Create webhook").click();
    expect(await page.getByLabel("Signing secret").inputValue()).toMatch(/^whsec_[A-Za-z0-9+/=]{32,}$/);
    await button("Done").click();
    await heading("https://hooks.example.com/paissive").waitFor();
    await page.getByText("Nothing was sent yet").waitFor();
    await page.getByRole("link", { name: "all webhooks" }).click();
    const row = page.getByRole("table", { name: "Webhooks" }).getByRole("row", { name: /hooks\.example\.com/ });
    expect(await row.innerText()).toMatch(/1 type\s+on/);
    expect(await page.content()).not.toContain("whsec_");
  });

  it("sees on the operations page that everything arrived, and every niche as an actor", async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Operations" }).click();
    await page.getByText("Nothing waits for you").waitFor();
    await page
      .getByRole("table", { name: "Deliveries" })
      .getByRole("row", { name: /niche-analysis current/ })
      .waitFor();
    await page.getByRole("link", { name: "Actors", exact: true }).click();
    const actors = page.getByRole("table", { name: "Niches" });
    await actors.getByRole("link", { name: /^nch_/ }).first().waitFor();
    // The market and the niches found in it.
    expect(await actors.getByRole("link", { name: /^nch_/ }).count()).toBeGreaterThan(2);
    await page.getByRole("link", { name: "Team runs" }).click();
    await page
      .getByRole("table", { name: "Team runs" })
      .getByRole("row", { name: /run_.*run\.completed/ })
      .waitFor();
    expect(broken).toEqual([]);
  });

  it("backs the installation up with the operator's key, and with no other", async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
    await page.getByRole("link", { name: "Backups", exact: true }).click();
    await page.getByLabel("Operator key").fill("pai_some_key_that_nobody_has");
    await button("Show backups").click();
    await page.getByText("This is not the operator key").waitFor();
    // The browser notes the refusals, one a list, unless the second list was given up; they were asked for, and nobody is signed out by them.
    await expect.poll(() => [...pending].filter((request) => /backups|restores/.test(request.url()))).toEqual([]);
    expect(broken.splice(0)).toEqual(expect.arrayContaining([expect.stringContaining("401")]));
    await button("Forget the key").click();
    await page.getByLabel("Operator key").fill(operatorKey);
    await button("Show backups").click();
    await page.getByText("No backups yet").waitFor();
    await button("Back up now").click();
    const backup = page.getByRole("list", { name: "Backups" }).getByRole("listitem").first();
    await backup.getByText("verified").waitFor();
    expect(await backup.innerText()).toMatch(/\d events, \d+ actors[\s\S]*SHA-256 of the manifest.*[0-9a-f]{64}/);
    const [download] = await Promise.all([page.waitForEvent("download"), backup.getByRole("button", { name: "Download" }).click()]);
    expect(download.suggestedFilename()).toMatch(/^mnt_.*\.tar$/);
    await checkFile(await download.path());
    await page.getByRole("link", { name: "Maintenance", exact: true }).click();
    await button("Erase the organisation").click();
    const erase = button("Erase everything");
    expect(await erase.isDisabled()).toBe(true);
    await page.getByLabel(/^Write Ada's tools/).fill("Ada's tools");
    expect(await erase.isDisabled()).toBe(false);
    await button("Cancel").click();
    await page.getByRole("link", { name: "Backups", exact: true }).click();
    await page.getByLabel("Operator key").waitFor();
    expect(await page.content()).not.toContain(operatorKey);
    expect(broken).toEqual([]);
  });

  it("sees what the models did, which node serves them, and lets the operator watch them and join another node", async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Models" }).click();
    const alias = page.getByRole("list", { name: "Aliases" }).getByRole("listitem").filter({ hasText: "default-embedding" });
    expect(await alias.innerText()).toMatch(/means all-minilm-l6-v2 1\.0\.0 \([0-9a-f]{12}\)/);
    const version = page.getByRole("table", { name: "Versions" }).getByRole("row", { name: /all-minilm-l6-v2/ });
    expect(await version.innerText()).toMatch(/embedding\s+default-embedding\s+1/);

    const view = (name: string) => page.getByRole("navigation", { name: "Models" }).getByRole("link", { name, exact: true });
    await view("Monitor").click();
    // The analysis of 250 texts, as the monitor counted it.
    const figures = page.getByRole("table", { name: "Figures of the whole window" }).getByRole("row", { name: /all-minilm-l6-v2/ });
    expect(Number((await figures.getByRole("cell").first().innerText()).replaceAll(",", ""))).toBeGreaterThan(0);
    const chart = page.getByRole("slider", { name: "Tokens a minute, over time" });
    await chart.focus();
    await chart.press("Home");
    expect(await chart.getAttribute("aria-valuetext")).toMatch(/\d\d:\d\d: all-minilm-l6-v2@[0-9a-f]{12} 0$/);
    await chart.press("Escape");
    expect(await chart.getAttribute("aria-valuetext")).toMatch(/^whole window: all-minilm-l6-v2@[0-9a-f]{12} [1-9]/);

    await view("Nodes").click();
    const node = page.getByRole("table", { name: "GPU nodes" }).getByRole("row", { name: /local/ });
    expect(await node.innerText()).toMatch(/ready[\s\S]*in memory/);
    await page.getByText("it takes the operator").click();
    await page.getByLabel("Operator key").fill(operatorKey);
    await button("Act as the operator").click();
    await button("New join token").click();
    await page.getByLabel("Name of the node").fill("second");
    await button("Make the token").click();
    const command = await page.getByLabel("Command: The node dials out").innerText();
    const token = /PAISSIVE_JOIN_TOKEN=(\S+)/.exec(command)?.[1] ?? "";
    expect(token.length).toBeGreaterThan(20);
    await button("Done").click();
    const tokens = page.getByRole("table", { name: "Join tokens" }).getByRole("row", { name: /second/ });
    expect(await tokens.innerText()).toMatch(/second\s+unused/);
    expect(await page.content()).not.toContain(token);

    await view("Alerts").click();
    await button("New rule").click();
    await page.getByLabel("Name").fill("busy");
    await page.getByLabel("Raise it when").selectOption({ label: "tokens" });
    await page.getByLabel("Threshold, a minute").fill("1");
    await page.getByLabel("Measured over, minutes").fill("60");
    await button("Make the rule").click();
    const rule = page.getByRole("table", { name: "Alert rules" }).getByRole("row", { name: /busy/ });
    await rule.getByText("raised", { exact: true }).waitFor();
    await view("Usage").click();
    await page
      .getByRole("table", { name: "Usage of your organisation" })
      .getByRole("row", { name: /all-minilm-l6-v2/ })
      .first()
      .waitFor();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Niches" }).click();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Models" }).click();
    await page.getByText("it takes the operator").waitFor();
    expect(await page.content()).not.toContain(operatorKey);
    expect(broken).toEqual([]);
  });

  it("takes an authenticator app and a passkey into use, invites a colleague and reads what was done in the audit log", async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
    const view = (name: string) => page.getByRole("navigation", { name: "Account" }).getByRole("link", { name, exact: true });
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Account" }).click();
    await view("Second factor").click();
    await button("Set up an app").click();
    await page.getByRole("img", { name: /^QR code/ }).waitFor();
    const secret = await page.getByLabel("Secret", { exact: true }).inputValue();
    await page.getByLabel("The code that the app shows").fill(new TOTP({ secret }).generate());
    await button("Take it into use").click();
    const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await codes.first().waitFor();
    recoveryCodes = await codes.allInnerTexts();
    expect(new Set(recoveryCodes).size).toBe(10);
    await button("I have kept them").click();
    await page.getByText("In use since").waitFor();
    const content = await page.content();
    expect([secret, ...recoveryCodes].filter((shown) => content.includes(shown))).toEqual([]);

    await withAuthenticator(page);
    await button("New passkey").click();
    await page.getByLabel("Name").fill("laptop");
    await button("Make the passkey").click();
    await page.getByText("It signs you in from now on").waitFor();
    await button("Done").click();
    await page
      .getByRole("table", { name: "Your passkeys" })
      .getByRole("row", { name: /laptop/ })
      .waitFor();

    await view("Members").click();
    await button("Invite somebody").click();
    await page.getByLabel("Email").fill("grace@example.com");
    await button("Invite", { exact: true }).click();
    await page.getByText(/only time that the link is shown|is on its way to grace@example\.com/).waitFor();
    await button("Done").click();
    await page
      .getByRole("table", { name: "Invitations" })
      .getByRole("row", { name: /grace@example\.com editor open/ })
      .waitFor();
    await view("Sessions").click();
    await page
      .getByRole("table", { name: "Your sessions" })
      .getByRole("row", { name: /this one/ })
      .waitFor();
    await view("Audit log").click();
    await page
      .getByRole("table", { name: "Audit log" })
      .getByRole("row", { name: /Member: invited/ })
      .waitFor();
    await button("Verify the chain").click();
    await page.getByText(/All \d+ entries hold together/).waitFor();
    expect(broken).toEqual([]);
  });

  it("is asked to sign in again after signing out, sees nothing before, and comes in with a recovery code or the passkey", async () => {
    onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
    await button("Sign out").click();
    await heading("Sign in").waitFor();
    await page.goto(`${system.url}/niches`);
    await heading("Sign in").waitFor();
    expect(await page.getByText("Phone accessories").count()).toBe(0);
    await page.getByLabel("Email").fill("ada@example.com");
    await page.getByLabel("Password").fill("a long enough passphrase");
    await button("Sign in", { exact: true }).click();
    await page.getByLabel("Code of your authenticator app").fill(recoveryCodes[0] ?? "");
    await button("Sign in", { exact: true }).click();
    await page.getByText("Phone accessories").first().waitFor();
    await button("Sign out").click();
    await button("Sign in with a passkey").click();
    await page.getByText("Phone accessories").first().waitFor();
  });
});
