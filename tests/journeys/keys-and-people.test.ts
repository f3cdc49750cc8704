/** Keys, people and sessions, as an owner and those whom they invite have to do with them; every secret is shown once and is nowhere afterwards. */
import { TOTP } from "otpauth";
import type { Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { runSchema, teamSchema } from "../../contracts/services/agent-teams.ts";
import { importReportSchema, nicheDetailSchema } from "../../contracts/services/niche-analysis.ts";
import { Api } from "../../tools/demo/api.ts";
import { accountViews } from "../../web/src/account/account-views.ts";
import { modelViews } from "../../web/src/models/model-views.ts";
import { operationsViews } from "../../web/src/operations/operations-views.ts";
import { enterByKeyboard, focused, passphrase, signIn, signUp } from "./browser.ts";
import { jsonReviews } from "./niche-files.ts";
import { brokenRules } from "./rules.ts";
import { tracesOf } from "./traces.ts";
import { adaOf, sharedUrl, travel } from "./traveller.ts";

const ada = adaOf("keys");
const grace = "grace.keys@example.com";

/** Within so long a key opens nothing any more. */
const refusedWithin = { timeout: 5_000, interval: 100 };

const on = travel();
let owner: Page;
let member: Page;
beforeAll(async () => {
  owner = on.page;
  member = await on.open();
});

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const row = (page: Page, table: string, name: RegExp) => page.getByRole("table", { name: table }).getByRole("row", { name });
const view = async (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Account" }).getByRole("link", { name, exact: true }).click();

/** Buttons that show something, or concern nobody but the person. */
const ofEverybody =
  /^(Sign out|Read |Show |Evidence |Zoom |Print$|Compare$|Copy|Go on$|Set up an app|New passkey|Send a link|Change the password|Leave$|Make an organisation|Act as the operator)/;

/** The paths of an analysed niche, and of a run on it that waits for an approval, made through the API as the owner. */
async function nicheAndRun(): Promise<{ niche: string; run: string }> {
  const [cookie] = await owner.context().cookies();
  const api = new Api(sharedUrl(), `${cookie?.name}=${cookie?.value}`);
  const { id } = await api.post("/api/v1/niches", nicheDetailSchema, { name: "Headsets" }, "niche");
  await api.upload(
    `/api/v1/niches/${id}/evidence?fileName=reviews.jsonl`,
    importReportSchema,
    jsonReviews(10),
    "application/x-ndjson",
    "import",
  );
  const team = await api.post("/api/v1/teams", teamSchema, { name: "Team", approvals: { marketing: "ask" } }, "team");
  const run = await api.post("/api/v1/runs", runSchema, { teamId: team.id, nicheId: id }, "run");
  return { niche: `/niches/${id}`, run: `/runs/${run.id}` };
}

/** What an API key, or nothing, is answered. */
async function asked(path: string, key: string, body?: object): Promise<number> {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  return (await fetch(`${sharedUrl()}${path}`, { headers, ...sent })).status;
}

/** Where the secret is once its dialog is closed, on another page, and after the page was loaded again. */
async function left(page: Page, secret: string): Promise<string[]> {
  await page.getByRole("dialog").waitFor({ state: "detached" });
  // What was answered goes a moment after the dialog that asked.
  await expect.poll(() => tracesOf(page, secret), { timeout: 1_000 }).toEqual([]);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Runs" }).click();
  await page.getByRole("heading", { level: 1, name: "Runs" }).waitFor();
  const elsewhere = await tracesOf(page, secret);
  await page.goBack();
  await page.reload();
  await page.getByRole("heading", { level: 1 }).waitFor();
  return [...elsewhere, ...(await tracesOf(page, secret))];
}

it("makes, rotates and revokes a key by keyboard, and each is refused when it should be", { timeout: 120_000 }, async () => {
  await signUp(owner, sharedUrl(), ada);
  await owner.getByText("No niches yet").waitFor();
  await owner.goto(`${sharedUrl()}/account?view=keys`);
  await owner.getByText("No keys yet").waitFor();
  // Where it is narrow, the row of views is scrolled to the current one.
  await owner.setViewportSize({ width: 390, height: 900 });
  await owner.reload();
  const current = owner.getByRole("navigation", { name: "Account" }).getByRole("link", { name: "API keys" });
  await expect
    .poll(async () => ((await current.boundingBox())?.x ?? 390) + ((await current.boundingBox())?.width ?? 0))
    .toBeLessThanOrEqual(390);
  await owner.setViewportSize({ width: 1280, height: 900 });
  await enterByKeyboard(owner, button(owner, "New key"));
  expect(await focused(owner)).toBe("Name");
  await owner.keyboard.type("nightly import");
  await owner.getByLabel("models:infer").check();
  expect(await brokenRules(owner)).toEqual([]);
  await enterByKeyboard(owner, button(owner, "Create key"));
  const shown = owner.getByLabel("Key", { exact: true });
  await shown.waitFor();
  const first = await shown.inputValue();
  expect(await focused(owner)).toBe("Key");
  expect(await brokenRules(owner)).toEqual([]);
  expect(await tracesOf(owner, first)).toEqual(["document", "answers"]);
  await enterByKeyboard(owner, button(owner, "Done"));
  await row(owner, "API keys", /nightly import .* valid/).waitFor();
  expect(await focused(owner)).toBe("New key");
  expect(await left(owner, first)).toEqual([]);
  expect(await asked("/api/v1/auth/me", first)).toBe(200);
  expect(await asked("/api/v1/embeddings", first, { model: "default-embedding", input: "a word" })).toBe(200);

  await enterByKeyboard(owner, button(owner, "Rotate nightly import"));
  await owner.getByLabel("The old key goes on for").selectOption({ label: "not at all" });
  await enterByKeyboard(owner, button(owner, "Rotate"));
  await shown.waitFor();
  const second = await shown.inputValue();
  await owner.keyboard.press("Escape");
  await row(owner, "API keys", /another key is in its place .* expired/).waitFor();
  expect(await left(owner, second)).toEqual([]);
  await expect.poll(() => asked("/api/v1/auth/me", first), refusedWithin).toBe(401);
  expect(await asked("/api/v1/auth/me", second)).toBe(200);

  await enterByKeyboard(owner, button(owner, "Revoke nightly import"));
  expect(await brokenRules(owner)).toEqual([]);
  await enterByKeyboard(owner, button(owner, "Cancel"));
  expect(await focused(owner)).toBe("Revoke nightly import");
  await owner.keyboard.press("Enter");
  await enterByKeyboard(owner, button(owner, "Revoke"));
  await row(owner, "API keys", /nightly import .* revoked/).waitFor();
  await expect.poll(() => asked("/api/v1/auth/me", second), refusedWithin).toBe(401);
  // What asked is gone; reading goes on at the content.
  await expect.poll(() => owner.evaluate(() => document.activeElement?.id)).toBe("main");

  await owner.goto(`${sharedUrl()}/models?view=usage`);
  await row(owner, "Usage of your organisation", /nightly import API key/).waitFor();
  await row(owner, "What your plan allows", /^Your organisation.* [\d,]+ requests in \d+ seconds? [\d,]+ \(.* %\)$/).waitFor();
  await row(owner, "What your plan allows", /^Each API key [\d,]+ requests in \d+ seconds? –$/).waitFor();
  await owner.goto(`${sharedUrl()}/system`);
  await row(owner, "Services", /^gateway answers .* auth, .*, its rate limit 0$/).waitFor();
});

it("invites somebody by a link that is shown once, who joins, and gives them another role", { timeout: 120_000 }, async () => {
  await owner.goto(`${sharedUrl()}/account?view=members`);
  await enterByKeyboard(owner, button(owner, "Invite somebody"));
  expect(await focused(owner)).toBe("Email");
  await owner.keyboard.type(grace);
  expect(await brokenRules(owner)).toEqual([]);
  await owner.keyboard.press("Enter");
  await owner.getByLabel("Link").waitFor();
  const link = await owner.getByLabel("Link").inputValue();
  const token = new URL(link).hash.slice(1);
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await brokenRules(owner)).toEqual([]);
  await enterByKeyboard(owner, button(owner, "Done"));
  expect(await focused(owner)).toBe("Invite somebody");
  expect(await left(owner, token)).toEqual([]);

  await member.goto(link);
  await member.getByRole("heading", { name: "Join Ada's tools" }).waitFor();
  expect(await brokenRules(member)).toEqual([]);
  await member.getByLabel("Your name").fill("Grace");
  await member.getByLabel("Password").fill(passphrase);
  await member.keyboard.press("Enter");
  await member.getByText("No niches yet").waitFor();
  expect(await left(member, token)).toEqual([]);
  const late = await on.open();
  await late.goto(link);
  await late.getByRole("alert").waitFor();
  await late.close();

  await owner.reload();
  await row(owner, "Invitations", /grace\.keys@example\.com editor accepted/).waitFor();
  await enterByKeyboard(owner, button(owner, "Change role of Grace"));
  expect(await focused(owner)).toBe("Role");
  await owner.keyboard.press("v");
  expect(await owner.getByLabel("Role", { exact: true }).inputValue()).toBe("viewer");
  expect(await brokenRules(owner)).toEqual([]);
  await enterByKeyboard(owner, button(owner, "Change the role"));
  await row(owner, "Members", /Grace .* viewer/).waitFor();
  expect(await focused(owner)).toBe("Change role of Grace");
});

it("shows a viewer no button that they may not use", { timeout: 120_000 }, async () => {
  const { niche, run } = await nicheAndRun();
  await owner.goto(`${sharedUrl()}${run}`);
  await owner.getByRole("heading", { name: "Marketing waits for your approval" }).waitFor();
  const operations = operationsViews.map((name) => `/operations?view=${name}`);
  const models = modelViews.map((name) => `/models?view=${name}`);
  const account = accountViews.map((name) => `/account?view=${name}`);
  const others = ["/niches", niche, `${niche}/market`, `${niche}/run`, "/runs", run, "/webhooks", "/system", "/device"];
  const offered: string[] = [];
  for (const path of [...others, ...operations, ...models, ...account]) {
    await member.goto(`${sharedUrl()}${path}`);
    await member.getByRole("heading", { level: 1 }).waitFor();
    await expect.poll(() => member.getByText(/^Loading /).count()).toBe(0);
    const names = await member
      .locator("button:visible, input[type=file]")
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? one.textContent));
    for (const name of names) if (!ofEverybody.test(name)) offered.push(`${path}: ${name}`);
  }
  expect(offered).toEqual([]);
});

it("hands the organisation over, ends a session and puts somebody out", { timeout: 120_000 }, async () => {
  const elsewhere = await on.open();
  await signIn(elsewhere, sharedUrl(), ada);
  await elsewhere.getByRole("heading", { level: 1, name: "Niches" }).waitFor();
  await owner.goto(`${sharedUrl()}/account?view=sessions`);
  await enterByKeyboard(owner, owner.getByRole("button", { name: /^End the session of/ }));
  await button(owner, "End all others").waitFor({ state: "detached" });
  await elsewhere.goto(`${sharedUrl()}/account`);
  await elsewhere.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(new URL(elsewhere.url()).searchParams.get("next")).toBe("/account");
  await elsewhere.close();

  await view(owner, "Members");
  await enterByKeyboard(owner, button(owner, "Hand over the organisation to Grace"));
  expect(await brokenRules(owner)).toEqual([]);
  await enterByKeyboard(owner, button(owner, "Hand over"));
  await row(owner, "Members", /Ada you .* admin/).waitFor();
  await owner.getByRole("dialog").waitFor({ state: "detached" });
  expect(await owner.getByRole("button", { name: /^(Hand over|Remove Grace)/ }).count()).toBe(0);
  await owner.getByText("Only an owner can rename it").waitFor();

  await member.goto(`${sharedUrl()}/account?view=members`);
  await button(member, "Remove Ada").click();
  await member.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await row(member, "Members", /ada\.keys@example\.com/).waitFor({ state: "detached" });
  await owner.goto(`${sharedUrl()}/niches`);
  await owner.getByRole("heading", { name: "Sign in" }).waitFor();
});

it("shows recovery codes and secrets of webhooks once", { timeout: 120_000 }, async () => {
  await member.goto(`${sharedUrl()}/account?view=factors`);
  await enterByKeyboard(member, button(member, "Set up an app"));
  await member.getByRole("img", { name: /^QR code/ }).waitFor();
  const secret = await member.getByLabel("Secret", { exact: true }).inputValue();
  expect(await brokenRules(member)).toEqual([]);
  await member.getByLabel("The code that the app shows").fill(new TOTP({ secret }).generate());
  await member.keyboard.press("Enter");
  const codes = member.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await codes.first().waitFor();
  const [code = ""] = await codes.allInnerTexts();
  expect(await brokenRules(member)).toEqual([]);
  expect(await tracesOf(member, code)).toEqual(["document", "answers"]);
  await enterByKeyboard(member, button(member, "I have kept them"));
  expect([...(await left(member, code)), ...(await left(member, secret))]).toEqual([]);

  await member.goto(`${sharedUrl()}/webhooks`);
  await enterByKeyboard(member, button(member, "New webhook"));
  await member.getByLabel("Address").fill("https://hooks.example.com/paissive");
  // A type that nothing of this test writes from here on: nobody is called.
  await member.getByLabel("Only chosen types").check();
  await member.getByLabel("api-key.revoked").check();
  await enterByKeyboard(member, button(member, "Create webhook"));
  const signing = member.getByLabel("Signing secret");
  await signing.waitFor();
  const made = await signing.inputValue();
  await enterByKeyboard(member, button(member, "Done"));
  await enterByKeyboard(member, button(member, "Rotate the secret"));
  expect(await brokenRules(member)).toEqual([]);
  await enterByKeyboard(member, button(member, "Rotate"));
  await signing.waitFor();
  const rotated = await signing.inputValue();
  expect(rotated).not.toBe(made);
  expect(await tracesOf(member, rotated)).toEqual(["document", "answers"]);
  expect(await brokenRules(member)).toEqual([]);
  await enterByKeyboard(member, button(member, "Done"));
  expect(await focused(member)).toBe("Rotate the secret");
  await member.getByText("Old secret counts until").waitFor();
  expect([...(await left(member, rotated)), ...(await left(member, made))]).toEqual([]);
});
