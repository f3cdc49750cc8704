/** What comes by e-mail, read in the outbox of a local system and followed link by link; and a program that a person lets in. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { keyByDevice } from "../../../clients/cli/device-login.ts";
import { openStage, wideLimits, type Stage } from "../../../tools/security/stage.ts";
import { ada, enterByKeyboard, focused, passphrase, signIn, signUp } from "../browser.ts";
import { brokenRules } from "../rules.ts";
import { tracesOf } from "../traces.ts";
import { travel } from "../traveller.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("together", { ...wideLimits, MAIL_OUTBOX: "true" });
});
afterAll(() => stage?.stop());

const on = travel();
let page: Page;
let other: Page;
/** Where whoever runs the system reads its e-mails. */
let outbox: Page;
beforeAll(async () => {
  page = on.page;
  [other, outbox] = await Promise.all([on.open(), on.open()]);
});

const bob = { name: "Bob", organisation: "Bob's bikes", email: "bob@example.com", password: passphrase };
const button = (at: Page, name: string | RegExp) => at.getByRole("button", { name, exact: true });

/** The link to the page at `path` in the newest e-mail to `address` that has one, as the outbox shows it. */
async function linkTo(address: string, path: string): Promise<string> {
  const letters = outbox.getByRole("listitem").filter({ hasText: `to ${address}` });
  const link = letters.locator(`a[href^="${path}#"]`).first();
  await link.waitFor();
  return `${stage.wire.origin}${await link.getAttribute("href")}`;
}

/** The page has read the token out of its address, and kept it nowhere that outlives the page. */
async function tokenHidden(at: Page, link: string): Promise<void> {
  const token = new URL(link).hash.slice(1);
  expect(token).toMatch(/^[\w-]{43}$/);
  await expect.poll(() => at.evaluate(() => location.hash)).toBe("");
  expect((await tracesOf(at, token)).filter((place) => place !== "answers")).toEqual([]);
}

it("signs up by a link that counts once, and with the password that was chosen", { timeout: 120_000 }, async () => {
  await outbox.goto(`${stage.wire.origin}/outbox`);
  await outbox.getByLabel("Operator key").fill(stage.operatorKey);
  await outbox.keyboard.press("Enter");
  await outbox.getByText("No e-mails yet").waitFor();

  await signUp(page, stage.wire.origin);
  await page.getByRole("heading", { name: "Look into your e-mail" }).waitFor();
  expect(await brokenRules(page)).toEqual([]);
  const link = await linkTo(ada.email, "/confirm-sign-up");
  expect(await brokenRules(outbox)).toEqual([]);
  await page.goto(link);
  await tokenHidden(page, link);
  expect(await focused(page)).toBe("Password");
  expect(await brokenRules(page)).toEqual([]);
  await page.keyboard.type("somebody else's");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Password").fill(ada.password);
  await page.keyboard.press("Enter");
  await page.getByText("No niches yet").waitFor();
  expect(await tracesOf(page, new URL(link).hash.slice(1))).toEqual([]);

  await other.goto(link);
  await other.getByLabel("Password").fill(ada.password);
  await other.keyboard.press("Enter");
  await other.getByRole("alert").waitFor();
  await other.reload();
  await other.getByText("lacks the part of the link that opens it").waitFor();
});

it("chooses a new password by a link, which ends every session", { timeout: 120_000 }, async () => {
  const password = "a new and longer passphrase";
  await other.goto(`${stage.wire.origin}/sign-in`);
  await enterByKeyboard(other, other.getByRole("link", { name: "I forgot my password" }));
  await other.getByRole("heading", { name: "Choose a new password" }).waitFor();
  expect(await focused(other)).toBe("Email");
  await other.keyboard.type(ada.email);
  await other.keyboard.press("Enter");
  await other.getByText("a link is on its way").waitFor();
  const link = await linkTo(ada.email, "/reset-password");
  await other.goto(link);
  await tokenHidden(other, link);
  expect(await brokenRules(other)).toEqual([]);
  await other.getByLabel("New password").fill("password");
  await other.keyboard.press("Enter");
  await other.getByRole("alert").waitFor();
  await other.getByLabel("New password").fill(password);
  await other.keyboard.press("Enter");
  await other.getByText("The new password holds").waitFor();
  expect(await tracesOf(other, new URL(link).hash.slice(1))).toEqual([]);
  expect(await brokenRules(other)).toEqual([]);
  await enterByKeyboard(other, other.getByRole("link", { name: "Sign in with it" }));
  await other.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(await tracesOf(other, password)).toEqual([]);

  await page.goto(`${stage.wire.origin}/niches`);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await signIn(page, stage.wire.origin);
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.getByText("No niches yet").waitFor();
});

it("confirms an address by a click, not by opening the link", { timeout: 120_000 }, async () => {
  // As an account from before e-mails were sent.
  await stage.auth.prepare("UPDATE users SET email_verified = ?").bind(0).run();
  await page.goto(`${stage.wire.origin}/account`);
  await page.getByText("not confirmed").waitFor();
  await enterByKeyboard(page, button(page, "Send a link to confirm it"));
  await page.getByText("A link is on its way").waitFor();
  const link = await linkTo(ada.email, "/verify-email");
  await other.goto(link);
  await tokenHidden(other, link);
  expect(await brokenRules(other)).toEqual([]);
  await page.reload();
  await page.getByText("not confirmed").waitFor();
  await enterByKeyboard(other, button(other, "Confirm the address"));
  await other.getByText(`${ada.email} is confirmed`).waitFor();
  await page.reload();
  await page.getByText("confirmed", { exact: true }).waitFor();
});

it(
  "joins by an invitation that the e-mail alone carries, with a new account and with one that is there",
  { timeout: 120_000 },
  async () => {
    await page.goto(`${stage.wire.origin}/account?view=members`);
    for (const email of ["grace@example.com", bob.email]) {
      await button(page, "Invite somebody").click();
      await page.getByLabel("Email").fill(email);
      await page.keyboard.press("Enter");
      await page.getByText(`The invitation is on its way to ${email}`).waitFor();
      expect(await page.getByLabel("Link").count()).toBe(0);
      await button(page, "Done").click();
    }
    const grace = await on.open();
    const hers = await linkTo("grace@example.com", "/invitation");
    await grace.goto(hers);
    await grace.getByRole("heading", { name: "Join Ada's tools" }).waitFor();
    await tokenHidden(grace, hers);
    await grace.getByLabel("Your name").fill("Grace");
    await grace.getByLabel("Password").fill(passphrase);
    await enterByKeyboard(grace, button(grace, "Create the account and join"));
    await grace.getByText("No niches yet").waitFor();
    await grace.close();

    await signUp(other, stage.wire.origin, bob);
    await other.goto(await linkTo(bob.email, "/confirm-sign-up"));
    await other.getByLabel("Password").fill(bob.password);
    await other.keyboard.press("Enter");
    await other.getByText("No niches yet").waitFor();
    await button(other, "Sign out").click();
    await other.getByRole("heading", { name: "Sign in" }).waitFor();
    const his = await linkTo(bob.email, "/invitation");
    await other.goto(his);
    await enterByKeyboard(other, other.getByRole("link", { name: "I have an account: sign in" }));
    await other.getByLabel("Email").fill(bob.email);
    await other.getByLabel("Password").fill(bob.password);
    await other.keyboard.press("Enter");
    await other.getByText(`You are signed in as ${bob.email}`).waitFor();
    expect(await brokenRules(other)).toEqual([]);
    await enterByKeyboard(other, button(other, "Join"));
    await other.getByRole("heading", { level: 1, name: "Account" }).waitFor();
    await other
      .getByRole("table", { name: "Your organisations" })
      .getByRole("row", { name: /Ada's tools/ })
      .waitFor();
    expect(await tracesOf(other, new URL(his).hash.slice(1))).toEqual([]);
  },
);

it("lets a program in that waits in a terminal, and turns one away", { timeout: 120_000 }, async () => {
  /** Begins to sign in as the command line does; resolves when it has shown its code. */
  const begin = async () => {
    const shown = Promise.withResolvers<{ uri: string; code: string }>();
    const complain = (text: string) => {
      const [, uri = "", code = ""] = /^Open (\S+) and enter the code (\S+)\./.exec(text) ?? [];
      shown.resolve({ uri, code });
    };
    const key = keyByDevice(stage.wire.origin, undefined, { complain, wait: (ms) => sleep(ms) });
    return { ...(await shown.promise), key };
  };
  const [first, second] = await Promise.all([begin(), begin()]);
  await page.goto(first.uri);
  await page.getByRole("heading", { name: "Let a device in" }).waitFor();
  expect(await focused(page)).toBe("The code that it shows");
  await page.keyboard.type("WDJB-MJHT");
  await page.keyboard.press("Enter");
  await page.getByText("No device waits with this code").waitFor();
  await enterByKeyboard(page, button(page, "Enter another code"));
  await page.keyboard.type(first.code.toLowerCase());
  await page.keyboard.press("Enter");
  await page.getByText(/^paissive on .* shows the code/).waitFor();
  expect(await brokenRules(page)).toEqual([]);
  await enterByKeyboard(page, button(page, "Let it in"));
  await page.getByText("It is let in").waitFor();
  const key = await first.key;
  const me = await fetch(`${stage.wire.origin}/api/v1/auth/me`, { headers: { authorization: `Bearer ${key}` } });
  expect(await me.json()).toMatchObject({ user: { email: ada.email } });

  // The link with the code in it leads back here through the sign-in.
  await button(page, "Sign out").click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const refused = second.key.catch(String);
  await page.goto(`${second.uri}#${second.code}`);
  await page.getByLabel("Email").fill(ada.email);
  await page.getByLabel("Password").fill("a new and longer passphrase");
  await page.keyboard.press("Enter");
  await page.getByText(second.code).waitFor();
  await enterByKeyboard(page, button(page, "Turn it away"));
  await page.getByText("It is turned away").waitFor();
  expect(await refused).toContain("It was not let in.");
  await page.goto(`${stage.wire.origin}/account?view=keys`);
  await page
    .getByRole("table", { name: "API keys" })
    .getByRole("row", { name: /^paissive on .* valid/ })
    .waitFor();
  expect(await page.getByRole("table", { name: "API keys" }).getByRole("row").count()).toBe(2);
  expect(await tracesOf(page, key)).toEqual([]);
});
