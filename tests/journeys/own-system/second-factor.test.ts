/** Where everybody needs a second factor: setting it up, and proving who one is before what weighs much. */
import { readFile } from "node:fs/promises";
import { TOTP } from "otpauth";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStage, type Stage } from "../../../tools/security/stage.ts";
import { ada, enterByKeyboard, focused, signUp, withAuthenticator } from "../browser.ts";
import { brokenRules } from "../rules.ts";
import { adaOf, travel } from "../traveller.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage("together", { SECOND_FACTOR_REQUIRED: "true" });
});
afterAll(() => stage?.stop());

/** Lets the last proof of somebody lie too far back. */
const grow = (email: string) =>
  stage.auth
    .prepare("UPDATE sessions SET authenticated_at = ? WHERE user_id = (SELECT id FROM users WHERE email = ?)")
    .bind(0, email)
    .run();
const proofOn = (page: Page) => page.getByRole("dialog", { name: "Confirm that it is you" });

async function takeCodes(page: Page): Promise<string[]> {
  const list = page.getByRole("list", { name: "Recovery codes" });
  await list.waitFor();
  const codes = await list.getByRole("listitem").allInnerTexts();
  await page.getByRole("button", { name: "I have kept them" }).click();
  return codes;
}

async function confirm(proof: Locator, password: string, code: string): Promise<void> {
  await proof.getByLabel("Your password").fill(password);
  await proof.getByLabel(/recovery code/).fill(code);
  await proof.getByRole("button", { name: "Confirm" }).click();
}

describe("who signs up", () => {
  const on = travel();

  it("has to set up a second factor, and gives a proof as strong as a sign-in before it changes", { timeout: 180_000 }, async () => {
    const { page } = on;
    const proof = proofOn(page);
    const demanded = page.getByText("A second factor is demanded in Ada's tools");
    /** Asks for new recovery codes when the last proof lies too far back. */
    const askForCodes = async () => {
      await grow(ada.email);
      await on.button("Make new ones", { exact: true }).click();
      await page.getByRole("dialog", { name: "Make new recovery codes?" }).getByRole("button", { name: "Make new ones" }).click();
      await proof.waitFor();
    };

    await withAuthenticator(page);
    await signUp(page, stage.wire.origin);
    await demanded.waitFor();
    await page.getByRole("link", { name: "Set one up" }).click();
    await on.button("New passkey", { exact: true }).click();
    await page.getByLabel("Name").fill("laptop");
    await on.button("Make the passkey", { exact: true }).click();
    const first = await takeCodes(page);
    expect(first).toHaveLength(10);
    await demanded.waitFor({ state: "detached" });

    await askForCodes();
    await proof.getByRole("button", { name: "Use a passkey" }).click();
    const [code = ""] = await takeCodes(page);

    await askForCodes();
    await confirm(proof, ada.password, "000000");
    await proof.getByText("This code is wrong").first().waitFor();
    await confirm(proof, ada.password, code);
    expect(await takeCodes(page)).not.toContain(code);
  });
});

describe("who has not proved lately who they are", { timeout: 120_000 }, () => {
  const on = travel({ reducedMotion: "reduce" });
  const owner = { ...adaOf("proof"), organisation: "Weavers" };
  let page: Page;
  let proof: Locator;
  let secret = "";
  let codes: string[] = [];
  beforeAll(async () => {
    page = on.page;
    proof = proofOn(page);
    await withAuthenticator(page);
    await signUp(page, stage.wire.origin, owner);
    await page.getByRole("link", { name: "Set one up" }).click();
    await on.button("Set up an app").click();
    secret = await page.getByLabel("Secret", { exact: true }).inputValue();
    await page.getByLabel("The code that the app shows").fill(new TOTP({ secret }).generate());
    await page.keyboard.press("Enter");
    codes = await takeCodes(page);
    await on.button("New passkey").click();
    await page.getByLabel("Name").fill("laptop");
    await page.keyboard.press("Enter");
    await page.getByText("It signs you in from now on").waitFor();
    await on.button("Done").click();
  });

  /** Each opens once. */
  const recoveryCode = () => codes.shift() ?? "";
  /** Of the thirty seconds that come: those of now may be used up, and clocks may differ by as much. */
  const codeOfApp = () => new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 });

  /** Does by keyboard, from `asker`, what is refused until somebody has proved who they are. */
  async function ask(asker: Locator): Promise<void> {
    await grow(owner.email);
    await enterByKeyboard(page, asker);
    await proof.getByRole("button", { name: "Confirm" }).waitFor();
  }

  /** Looks at the question, gives it up, and says what has the focus then. */
  async function decline(): Promise<string> {
    expect(await focused(page)).toBe("Use a passkey");
    expect(await brokenRules(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await proof.waitFor({ state: "detached" });
    return focused(page);
  }

  it("exports everything after a password with a code, and not after wrong ones", async () => {
    await page.goto(`${stage.wire.origin}/operations?view=maintenance`);
    const begin = on.button("Export everything");
    await ask(begin);
    expect(await decline()).toBe("Export everything");
    await page.getByRole("alert").getByText("Confirm that it is you").first().waitFor();
    await page.getByText("Nothing was verified, rebuilt or exported yet").waitFor();

    await ask(begin);
    await confirm(proof, "somebody else's", codeOfApp());
    await proof.getByText("This is not your present password").first().waitFor();
    await confirm(proof, owner.password, "000000");
    await proof.getByText("This code is wrong").first().waitFor();
    // Neither was lost with the refusal.
    expect(await proof.getByLabel("Your password").inputValue()).toBe(owner.password);
    expect(await brokenRules(page)).toEqual([]);
    await confirm(proof, owner.password, codeOfApp());
    await proof.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("Export everything");
    await page.getByText(/^SHA-256 [0-9a-f]{64}$/).waitFor();

    const download = on.button("Download");
    await ask(download);
    expect(await decline()).toBe("Download");
    await ask(download);
    const [file] = await Promise.all([page.waitForEvent("download"), proof.getByRole("button", { name: "Use a passkey" }).click()]);
    expect(file.suggestedFilename()).toMatch(/^mnt_.*\.ndjson$/);
    expect(await focused(page)).toBe("Download");
  });

  it("takes the audit log out", async () => {
    await page.goto(`${stage.wire.origin}/account?view=audit`);
    const take = on.button("Export");
    await ask(take);
    expect(await decline()).toBe("Export");
    await ask(take);
    const download = page.waitForEvent("download");
    await confirm(proof, owner.password, recoveryCode());
    const file = await download;
    expect(file.suggestedFilename()).toBe("audit.ndjson");
    expect(await readFile(await file.path(), "utf8")).toContain('"action":"session.confirmed"');
    expect(await focused(page)).toBe("Export");
  });

  it("makes a webhook and rotates its secret, with all that was typed before", async () => {
    await page.goto(`${stage.wire.origin}/webhooks`);
    await enterByKeyboard(page, on.button("New webhook"));
    const form = page.getByRole("dialog", { name: "New webhook" });
    await form.getByLabel("Address").fill("https://hooks.example.com/paissive");
    await form.getByLabel(/^What it is for/).fill("the shop");
    // A type that nothing here writes: nobody is called.
    await form.getByLabel("Only chosen types").check();
    await form.getByLabel("api-key.revoked").check();
    const typed = async () => [
      await form.getByLabel("Address").inputValue(),
      await form.getByLabel(/^What it is for/).inputValue(),
      await form.getByLabel("api-key.revoked").isChecked(),
    ];
    const wanted = ["https://hooks.example.com/paissive", "the shop", true];
    await ask(form.getByRole("button", { name: "Create webhook" }));
    expect(await decline()).toBe("Create webhook");
    await form.getByRole("alert").getByText("Confirm that it is you").first().waitFor();
    expect(await typed()).toEqual(wanted);
    await ask(form.getByRole("button", { name: "Create webhook" }));
    await confirm(proof, owner.password, recoveryCode());
    const signing = page.getByLabel("Signing secret");
    await signing.waitFor();
    expect(await focused(page)).toBe("Signing secret");
    const made = await signing.inputValue();
    await enterByKeyboard(page, on.button("Done"));
    await page.getByText("the shop").first().waitFor();

    await enterByKeyboard(page, on.button("Rotate the secret"));
    const overlap = page.getByLabel("How long the old secret counts too");
    await overlap.selectOption({ label: "an hour" });
    const rotate = page.getByRole("dialog", { name: "Rotate the secret?" }).getByRole("button", { name: "Rotate" });
    await ask(rotate);
    expect(await decline()).toBe("Rotate");
    expect(await overlap.inputValue()).toBe("3600");
    await ask(rotate);
    await enterByKeyboard(page, proof.getByRole("button", { name: "Use a passkey" }));
    await signing.waitFor();
    expect(await signing.inputValue()).not.toBe(made);
    expect(await focused(page)).toBe("Signing secret");
    await enterByKeyboard(page, on.button("Done"));
    expect(await focused(page)).toBe("Rotate the secret");
  });

  it("erases the organisation, whose name stays written until then", async () => {
    await page.goto(`${stage.wire.origin}/operations?view=maintenance`);
    await enterByKeyboard(page, on.button("Erase the organisation"));
    const name = page.getByLabel("Write Weavers to confirm");
    await name.fill("Weavers");
    const erase = on.button("Erase everything");
    await ask(erase);
    expect(await decline()).toBe("Erase everything");
    expect(await name.inputValue()).toBe("Weavers");
    await ask(erase);
    await confirm(proof, owner.password, recoveryCode());
    await page.getByRole("heading", { name: "Erasure" }).waitFor();
    expect(await focused(page)).toBe("Erase the organisation");
    // Before the account goes, too.
    await page.getByText("Keep this certificate").waitFor();
    await page.getByText(/^Certificate: org_\w+, asked by usr_\w+ /).waitFor();
    expect(await brokenRules(page)).toEqual([]);
  });
});
