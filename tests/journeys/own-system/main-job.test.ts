import { TOTP } from "otpauth";
import type { Page, Request } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkFile } from "../../../tools/backup/transfer.ts";
import { operatorKey, startTopology, type RunningTopology } from "../../system/topology.ts";
import { ada, signUp, withAuthenticator } from "../browser.ts";
import { namelessReviews } from "../niche-files.ts";
import { travel } from "../traveller.ts";

const csv = namelessReviews(4);

describe("a founder, in a real browser", () => {
  let system: RunningTopology;
  beforeAll(async () => {
    system = await startTopology("together");
  });
  afterAll(() => system?.stop());

  const on = travel();
  let page: Page;
  const pending = new Set<Request>();
  beforeAll(() => {
    page = on.page;
    page.on("console", (message) => {
      // A page that reads what is not there yet is answered 404 and says so itself; everything else is a defect.
      if (message.type() === "error" && !message.text().includes("404")) on.broken.push(message.text());
    });
    page.on("request", (request) => pending.add(request));
    page.on("requestfinished", (request) => pending.delete(request));
    page.on("requestfailed", (request) => pending.delete(request));
  });

  let recoveryCodes: string[] = [];

  const heading = (name: string | RegExp) => page.getByRole("heading", { name });

  it("goes from an empty account to a marketing plan", { timeout: 300_000 }, async () => {
    await signUp(page, system.url);

    await page.getByText("No niches yet").waitFor();
    await on.makeNiche("Phone accessories");

    const report = await on.importFile("reviews.csv", csv);
    expect(await report.innerText()).toMatch(/Rows read\s*250/);

    await on.button("Analyse").click();
    await on
      .button(/^Read the quotes of/)
      .first()
      .click();
    const quotes = page.locator("mark");
    await quotes.first().waitFor();
    const quoted = await quotes.first().innerText();
    expect(csv.replaceAll('""', '"')).toContain(quoted.trim());
    // By keyboard alone: the theme bears another name once the change is worked in.
    await on
      .button(/^Change /)
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
    await on.button("Start run").click();
    await heading("Marketing waits for your approval").waitFor();
    await page.getByLabel("Note (optional)").fill("The price looks right.");
    await on.button("Approve").click();
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
  });

  it("weighs the factors by keyboard and sees what would change the order", { timeout: 120_000 }, async () => {
    const choices = page.getByRole("checkbox", { name: /^Compare / });
    await choices.nth(1).waitFor();
    for (const index of [0, 1]) await choices.nth(index).check();
    await on.button("Compare 2").click();
    const table = page.getByRole("table", { name: "Comparison of niches" });
    await table.waitFor();
    // Nothing is assumed of these markets: no band, and what to find out instead.
    await table.getByText("Not settled").first().waitFor();
    await page.getByRole("region", { name: "What would change the first place?" }).waitFor();
    await page.getByRole("table", { name: "Niches side by side" }).getByText("What is unknown").waitFor();

    await on.button("Weights", { exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Weights" });
    await dialog.getByRole("slider", { name: "Problem severity, per cent" }).focus();
    await page.keyboard.press("End");
    expect(await dialog.getByRole("spinbutton", { name: /^Problem severity/ }).inputValue()).toBe("100");
    expect(await dialog.getByRole("spinbutton", { name: /^Market size/ }).inputValue()).toBe("0");
    await page.keyboard.press("Enter");
    await page.getByText("your weights, version 1").first().waitFor();

    await on.button("Weights", { exact: true }).click();
    await dialog.getByLabel("Compare pairs").check();
    await dialog.getByText(/Consistency ratio 0, at most 0.1/).waitFor();
    await dialog.getByLabel("Market size or growth rate").selectOption("9");
    await dialog.getByLabel("Growth rate or competition").selectOption("9");
    await dialog.getByLabel("Market size or competition").selectOption("1/9");
    await dialog.getByText(/The one that fits least/).waitFor();
    await dialog.getByRole("button", { name: "Back to the product's own" }).click();
    await page.getByText("the product's own weights").first().waitFor();
  });

  it("makes a webhook for chosen events and finds it in the list, its secret shown once", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Webhooks" }).click();
    await page.getByText("No webhooks yet").waitFor();
    await on.button("New webhook").click();
    await page.getByLabel("Address").fill("https://10.0.0.8/hooks");
    await on.button("Create webhook").click();
    await page.getByText("The address must use a host name, not an IP address.").first().waitFor();
    // The browser notes the refusal; it is the one that was asked for.
    expect(on.broken.splice(0)).toEqual([expect.stringContaining("400")]);
    await page.getByLabel("Address").fill("https://hooks.example.com/paissive");
    // A type that nothing of this test writes: nobody is called.
    await page.getByLabel("Only chosen types").check();
    await page.getByLabel("api-key.revoked").check();
    await on.button("Create webhook").click();
    expect(await page.getByLabel("Signing secret").inputValue()).toMatch(/^whsec_[A-Za-z0-9+/=]{32,}$/);
    await on.button("Done").click();
    await heading("https://hooks.example.com/paissive").waitFor();
    await page.getByText("Nothing was sent yet").waitFor();
    await page.getByRole("link", { name: "all webhooks" }).click();
    const row = page.getByRole("table", { name: "Webhooks" }).getByRole("row", { name: /hooks\.example\.com/ });
    expect(await row.innerText()).toMatch(/1 type\s+on/);
    expect(await page.content()).not.toContain("whsec_");
  });

  it("sees on the operations page that everything arrived, and every niche as an actor", async () => {
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
  });

  it("backs the installation up with the operator's key, and with no other", async () => {
    await page.getByRole("link", { name: "Backups", exact: true }).click();
    await page.getByLabel("Operator key").fill("pai_some_key_that_nobody_has");
    await on.button("Show backups").click();
    await page.getByText("This is not the operator key").waitFor();
    // The browser notes the refusals, one a list, unless the second list was given up; they were asked for, and nobody is signed out by them.
    await expect.poll(() => [...pending].filter((request) => /backups|restores/.test(request.url()))).toEqual([]);
    expect(on.broken.splice(0)).toEqual(expect.arrayContaining([expect.stringContaining("401")]));
    await on.button("Forget the key").click();
    await page.getByLabel("Operator key").fill(operatorKey);
    await on.button("Show backups").click();
    await page.getByText("No backups yet").waitFor();
    await on.button("Back up now").click();
    const backup = page.getByRole("list", { name: "Backups" }).getByRole("listitem").first();
    await backup.getByText("verified").waitFor();
    expect(await backup.innerText()).toMatch(/\d events, \d+ actors[\s\S]*SHA-256 of the manifest.*[0-9a-f]{64}/);
    const [download] = await Promise.all([page.waitForEvent("download"), backup.getByRole("button", { name: "Download" }).click()]);
    expect(download.suggestedFilename()).toMatch(/^mnt_.*\.tar$/);
    await checkFile(await download.path());
    await page.getByRole("link", { name: "Maintenance", exact: true }).click();
    await on.button("Erase the organisation").click();
    const erase = on.button("Erase everything");
    expect(await erase.isDisabled()).toBe(true);
    await page.getByLabel(/^Write Ada's tools/).fill("Ada's tools");
    expect(await erase.isDisabled()).toBe(false);
    await on.button("Cancel").click();
    await page.getByRole("link", { name: "Backups", exact: true }).click();
    await page.getByLabel("Operator key").waitFor();
    expect(await page.content()).not.toContain(operatorKey);
  });

  it("sees what the models did, which node serves them, and lets the operator watch them and join another node", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Models" }).click();
    const alias = page.getByRole("list", { name: "Aliases" }).getByRole("listitem").filter({ hasText: "default-embedding" });
    expect(await alias.innerText()).toMatch(/means all-minilm-l6-v2 1\.1\.0 \([0-9a-f]{12}\)/);
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
    await on.button("Act as the operator").click();
    await on.button("New join token").click();
    await page.getByLabel("Name of the node").fill("second");
    await on.button("Make the token").click();
    const command = await page.getByLabel("Command: The node dials out").innerText();
    const token = /PAISSIVE_JOIN_TOKEN=(\S+)/.exec(command)?.[1] ?? "";
    expect(token.length).toBeGreaterThan(20);
    await on.button("Done").click();
    const tokens = page.getByRole("table", { name: "Join tokens" }).getByRole("row", { name: /second/ });
    expect(await tokens.innerText()).toMatch(/second\s+unused/);
    expect(await page.content()).not.toContain(token);

    await view("Alerts").click();
    await on.button("New rule").click();
    await page.getByLabel("Name").fill("busy");
    await page.getByLabel("Raise it when").selectOption({ label: "tokens" });
    await page.getByLabel("Threshold, a minute").fill("1");
    await page.getByLabel("Measured over, minutes").fill("60");
    await on.button("Make the rule").click();
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
  });

  it("takes an authenticator app and a passkey into use, invites a colleague and reads what was done in the audit log", async () => {
    const view = (name: string) => page.getByRole("navigation", { name: "Account" }).getByRole("link", { name, exact: true });
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Account" }).click();
    await view("Second factor").click();
    await on.button("Set up an app").click();
    await page.getByRole("img", { name: /^QR code/ }).waitFor();
    const secret = await page.getByLabel("Secret", { exact: true }).inputValue();
    await page.getByLabel("The code that the app shows").fill(new TOTP({ secret }).generate());
    await on.button("Take it into use").click();
    const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await codes.first().waitFor();
    recoveryCodes = await codes.allInnerTexts();
    expect(new Set(recoveryCodes).size).toBe(10);
    await on.button("I have kept them").click();
    await page.getByText("In use since").waitFor();
    const content = await page.content();
    expect([secret, ...recoveryCodes].filter((shown) => content.includes(shown))).toEqual([]);

    await withAuthenticator(page);
    await on.button("New passkey").click();
    await page.getByLabel("Name").fill("laptop");
    await on.button("Make the passkey").click();
    await page.getByText("It signs you in from now on").waitFor();
    await on.button("Done").click();
    await page
      .getByRole("table", { name: "Your passkeys" })
      .getByRole("row", { name: /laptop/ })
      .waitFor();

    await view("Members").click();
    await on.button("Invite somebody").click();
    await page.getByLabel("Email").fill("grace@example.com");
    await on.button("Invite", { exact: true }).click();
    await page.getByText(/only time that the link is shown|is on its way to grace@example\.com/).waitFor();
    await on.button("Done").click();
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
    await on.button("Verify the chain").click();
    await page.getByText(/All \d+ entries hold together/).waitFor();
  });

  it("is asked to sign in again after signing out, sees nothing before, and comes in with a recovery code or the passkey", async () => {
    await on.button("Sign out").click();
    await heading("Sign in").waitFor();
    await page.goto(`${system.url}/niches`);
    await heading("Sign in").waitFor();
    expect(await page.getByText("Phone accessories").count()).toBe(0);
    await page.getByLabel("Email").fill(ada.email);
    await page.getByLabel("Password").fill(ada.password);
    await on.button("Sign in", { exact: true }).click();
    await page.getByLabel("Code of your authenticator app").fill(recoveryCodes[0] ?? "");
    await on.button("Sign in", { exact: true }).click();
    await page.getByText("Phone accessories").first().waitFor();
    await on.button("Sign out").click();
    await on.button("Sign in with a passkey").click();
    await page.getByText("Phone accessories").first().waitFor();
    // The browser notes that nobody was signed in.
    expect(on.broken.splice(0).filter((noted) => !noted.includes("401"))).toEqual([]);
  });
});
