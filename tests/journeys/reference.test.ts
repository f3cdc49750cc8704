import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { sharedUrl, travel } from "./traveller.ts";

const on = travel();

it("tries a request out with a key that is typed in, asks nobody else, and keeps nothing", { timeout: 120_000 }, async () => {
  const { page } = on;
  const elsewhere: string[] = [];
  const faults: string[] = [];
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== sharedUrl() && !["data:", "blob:"].includes(protocol)) elsewhere.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  const key = await newKey(page);

  await page.goto(`${sharedUrl()}/docs`);
  await page.getByRole("heading", { level: 1, name: "pAIssive" }).waitFor();
  await openServices(page);
  await page.getByRole("button", { name: "Test Request (get /api/v1/services)" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Bearer Token" }).fill(key);
  const answered = page.waitForResponse((response) => response.url().endsWith("/api/v1/services"));
  await dialog.getByRole("button", { name: /^Send/ }).first().click();
  const answer = await answered;
  expect([answer.status(), answer.request().headers()["authorization"]]).toEqual([200, `Bearer ${key}`]);
  await dialog.getByText('"rate-limit"').first().waitFor();

  expect(elsewhere).toEqual([]);
  expect(faults).toEqual([]);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  expect(kept).not.toContain(key.slice(0, 20));
  await page.reload();
  await openServices(page);
  await page.getByRole("button", { name: "Test Request (get /api/v1/services)" }).waitFor();
  expect(await page.content()).not.toContain(key.slice(0, 20));
});

/** An API key of a new organisation, whose cookie the browser forgets. */
async function newKey(page: Page): Promise<string> {
  const origin = sharedUrl();
  const send = (path: string, data: object) => page.request.post(`${origin}/api/v1/${path}`, { data, headers: { origin } });
  await send("auth/sign-up", { email: "dev@example.com", password: "a long enough passphrase", name: "Dev", organisationName: "Tools" });
  const made = await send("api-keys", { name: "docs", scopes: ["niches:read"] });
  expect(made.status()).toBe(201);
  await page.context().clearCookies();
  return ((await made.json()) as { key: string }).key;
}

/** What is far down the page is drawn when it is looked at. */
async function openServices(page: Page): Promise<void> {
  await page.getByText("Services with version, contract and dependencies").first().click();
}
