/** A long file on the page of a niche: its connection breaks, the page is closed, and it goes on. */
import { expect, it } from "vitest";
import { signUp } from "./browser.ts";
import { adaOf, sharedUrl, travel } from "./traveller.ts";

/** Two parts and a bit; every tenth row is too short to say anything. */
const rows = Array.from({ length: 70_000 }, (_, i) =>
  i % 10 === 9 ? "short,x" : `The strap number ${i} broke after ${"a very long ".repeat(12)}walk,person ${i}`,
);
const file = { name: "reviews.csv", mimeType: "text/csv", buffer: Buffer.from(`review,author\n${rows.join("\n")}\n`) };
const secondPart = /\/uploads\/upl_\w+\?offset=8388608$/;

const on = travel();

it("sends a file in parts, pauses, goes on after the page was closed, and shows what is read", { timeout: 300_000 }, async () => {
  const { page } = on;
  await signUp(page, sharedUrl(), adaOf("uploads"));
  await on.makeNiche("Straps");

  await page.route(secondPart, (route) => route.abort());
  await page.locator("input[type=file]").setInputFiles(file);
  await on.button("Import file").click();
  await page.getByText(/^8\.4 MB of [\d.]+ MB sent$/).waitFor();
  await on.button("Pause").focus();
  await page.keyboard.press("Enter");
  await on.button("Go on").waitFor();

  // What could not be cancelled is there still, and said to be.
  const one = /\/uploads\/upl_\w+$/;
  await page.route(one, (route) => (route.request().method() === "DELETE" ? route.abort() : route.fallback()));
  await on.button("Cancel").click();
  await page.getByRole("alert").getByText("The server cannot be reached.").waitFor();
  await page.getByText("Choose the same file again to go on.").waitFor();
  await page.unroute(one);

  await page.reload();
  await page.getByText("Choose the same file again to go on.").waitFor();
  await page.getByText(/^8\.4 MB of [\d.]+ MB sent$/).waitFor();
  await page.unroute(secondPart);
  await page.getByLabel("Choose the file again").setInputFiles({ ...file, buffer: Buffer.from(file.buffer.map((byte) => byte ^ 1)) });
  await page.getByText(/is not the file that was begun/).waitFor();
  await page.getByLabel("Choose the file again").setInputFiles(file);

  await page.getByText(/% read: [\d,]+ rows, [\d,]+ texts kept, [\d,]+ rows left out/).waitFor();
  await page
    .getByRole("list", { name: "Why rows are left out" })
    .getByText(/[\d,]+ rows too short/)
    .waitFor();
  const report = on.region("Import report").first();
  await report.waitFor({ timeout: 200_000 });
  expect(await report.innerText()).toMatch(/Rows read\s*70,000[\s\S]*7,000 rows too short/);
  await expect.poll(() => page.getByText("Choose the same file again to go on.").count()).toBe(0);
});
