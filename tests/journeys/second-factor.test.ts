import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFailed } from "vitest";
import { openStage, type Stage } from "../../tools/security/stage.ts";
import { openBrowser, withAuthenticator } from "./browser.ts";

let stage: Stage;
let browser: Browser;
let page: Page;
const broken: string[] = [];
beforeAll(async () => {
  [stage, browser] = await Promise.all([openStage("together", { SECOND_FACTOR_REQUIRED: "true" }), openBrowser()]);
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  page.on("pageerror", (error) => broken.push(String(error)));
  page.setDefaultTimeout(30_000);
});
afterAll(async () => {
  await browser?.close();
  await stage?.stop();
});

const password = "a long enough passphrase";

it("demands a second factor of who signs up, and a proof as strong as a sign-in before it changes", { timeout: 180_000 }, async () => {
  onTestFailed(async () => console.error(`${page.url()}\n${await page.locator("body").innerText()}`));
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  const demanded = page.getByText("A second factor is demanded in Ada's tools");
  /** Asks for new recovery codes when the last proof lies too far back. */
  const askForCodes = async () => {
    await stage.auth.prepare("UPDATE sessions SET authenticated_at = ?").bind(0).run();
    await button("Make new ones").click();
    await page.getByRole("dialog", { name: "Make new recovery codes?" }).getByRole("button", { name: "Make new ones" }).click();
    await proof.waitFor();
  };
  const takeCodes = async () => {
    const list = page.getByRole("list", { name: "Recovery codes" });
    await list.waitFor();
    const codes = await list.getByRole("listitem").allInnerTexts();
    await button("I have kept them").click();
    return codes;
  };

  await withAuthenticator(page);
  await page.goto(`${stage.wire.origin}/sign-up`);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Organisation name").fill("Ada's tools");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill(password);
  await button("Create account").click();
  await demanded.waitFor();
  await page.getByRole("link", { name: "Set one up" }).click();
  await button("New passkey").click();
  await page.getByLabel("Name").fill("laptop");
  await button("Make the passkey").click();
  const first = await takeCodes();
  expect(first).toHaveLength(10);
  await demanded.waitFor({ state: "detached" });

  await askForCodes();
  await proof.getByRole("button", { name: "Use a passkey" }).click();
  const [code = ""] = await takeCodes();

  await askForCodes();
  await proof.getByLabel("Your password").fill(password);
  await proof.getByLabel(/recovery code/).fill("000000");
  await proof.getByRole("button", { name: "Confirm" }).click();
  await proof.getByText("This code is wrong").first().waitFor();
  await proof.getByLabel(/recovery code/).fill(code);
  await proof.getByRole("button", { name: "Confirm" }).click();
  expect(await takeCodes()).not.toContain(code);
  expect(broken).toEqual([]);
});
