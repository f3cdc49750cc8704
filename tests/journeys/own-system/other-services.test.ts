/** Signing in with another service: a double of GitHub and one of an OpenID provider, whose pages the browser really visits. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, wideLimits, type Stage } from "../../../tools/security/stage.ts";
import { openIdentityProvider, type IdentityProvider } from "../../../workers/auth/testing/identity-provider.ts";
import { ada, enterByKeyboard, signUp, withAuthenticator } from "../browser.ts";
import { brokenRules } from "../rules.ts";
import { travel } from "../traveller.ts";

let stage: Stage;
let google: IdentityProvider;
beforeAll(async () => {
  google = await openIdentityProvider();
  const client = { GOOGLE_CLIENT_ID: "client", GOOGLE_CLIENT_SECRET: "secret", GOOGLE_ISSUER: google.url };
  stage = await openStage("together", { ...wideLimits, ...client });
});
afterAll(async () => {
  await stage?.stop();
  google?.close();
});

const on = travel();
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });

/** From the page of signing in to the other service, which is told `answer`, and back. */
async function through(page: Page, service: "GitHub" | "Google", answer: RegExp = /^Go on as/): Promise<void> {
  await page.goto(`${stage.wire.origin}/sign-in`);
  await enterByKeyboard(page, page.getByRole("link", { name: `Continue with ${service}` }));
  await page.getByRole("heading", { name: "Another service" }).waitFor();
  await page.getByRole("link", { name: answer }).click();
}

it(
  "makes an account for who comes with either, lets the same person in again, and tells in words of ours who is not let in",
  { timeout: 120_000 },
  async () => {
    const page = await on.open();
    stage.provider.signedIn = { subject: 1, email: "grace@example.com", verified: true };
    await through(page, "GitHub", /Decline/);
    await page.getByText("The other service did not say who you are").waitFor();
    expect(await brokenRules(page)).toEqual([]);
    expect(new URL(page.url()).hash).toBe("");

    await through(page, "GitHub");
    await page.getByText("No niches yet").waitFor();
    await page.goto(`${stage.wire.origin}/account`);
    await page.getByText("confirmed", { exact: true }).waitFor();
    await page
      .getByRole("table", { name: "Other services that sign you in" })
      .getByRole("row", { name: /^GitHub/ })
      .waitFor();
    expect(await brokenRules(page)).toEqual([]);
    await button(page, "Sign out").click();
    stage.provider.signedIn = { subject: 1, email: "new-address@example.com", verified: true };
    await through(page, "GitHub");
    await page.getByRole("banner").getByText("grace@example.com").waitFor();

    google.signedIn = { subject: 2, email: "linus@example.com", verified: false };
    await through(page, "Google");
    await page.getByText("The other service has not verified your address").waitFor();
    google.signedIn = { subject: 2, email: "linus@example.com", verified: true };
    await through(page, "Google");
    await page.getByRole("banner").getByText("linus@example.com").waitFor();
    await page.close();
  },
);

it(
  "links the service to an account whose address both sides have confirmed, asks for its second factor, and is taken off again",
  { timeout: 120_000 },
  async () => {
    const page = await on.open();
    await withAuthenticator(page);
    await signUp(page, stage.wire.origin);
    await page.getByText("No niches yet").waitFor();
    await page.goto(`${stage.wire.origin}/account?view=factors`);
    await button(page, "New passkey").click();
    await page.getByLabel("Name").fill("laptop");
    expect(await brokenRules(page)).toEqual([]);
    await page.keyboard.press("Enter");
    const codes = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await codes.first().waitFor();
    const [code = ""] = await codes.allInnerTexts();
    await button(page, "I have kept them").click();
    await button(page, "Sign out").click();

    stage.provider.signedIn = { subject: 3, email: ada.email, verified: true };
    await through(page, "GitHub");
    await page.getByText("There is an account with your address already").waitFor();
    await stage.auth.prepare("UPDATE users SET email_verified = 1 WHERE email = ?").bind(ada.email).run();
    await through(page, "GitHub");
    await page.getByRole("heading", { name: "One more step" }).waitFor();
    expect(await brokenRules(page)).toEqual([]);
    expect(new URL(page.url()).hash).toBe("");
    await page.getByLabel("Recovery code").fill("000000");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await page.getByLabel("Recovery code").fill(code);
    await page.keyboard.press("Enter");
    await page.getByText("No niches yet").waitFor();

    // What weighs much wants a proof again; the service that signs in is one of the ways.
    await page.goto(`${stage.wire.origin}/account`);
    await enterByKeyboard(page, button(page, "Take off GitHub"));
    expect(await brokenRules(page)).toEqual([]);
    await stage.auth.prepare("UPDATE sessions SET authenticated_at = ?").bind(0).run();
    await enterByKeyboard(page, button(page, "Take off"));
    const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
    await proof.getByRole("link", { name: "Continue with GitHub" }).waitFor();
    expect(await brokenRules(page)).toEqual([]);
    await enterByKeyboard(page, proof.getByRole("button", { name: "Use a passkey" }));
    await page.getByRole("table", { name: "Other services that sign you in" }).waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
    await page.close();
  },
);
