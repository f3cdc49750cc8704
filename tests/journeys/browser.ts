/** A real browser: the one that is installed, else the one that npm brought. */
import { existsSync } from "node:fs";
import { chromium as launcher, type Browser, type Page } from "playwright-core";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** `PAISSIVE_BROWSER` names another executable. */
export async function openBrowser(): Promise<Browser> {
  const own = process.env["PAISSIVE_BROWSER"] ?? installed.find((path) => existsSync(path));
  if (own !== undefined) return launcher.launch({ executablePath: own, args: ["--no-sandbox"] });
  const { default: bundled } = await import("@sparticuz/chromium");
  return launcher.launch({ executablePath: await bundled.executablePath(), args: bundled.args, headless: true });
}

/** Gives the page a device that keeps passkeys and says yes to every question. */
export async function withAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", ...options } });
}

/** Makes an account and its organisation, as a founder does, at the installation at `url`. */
export async function signUp(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-up`);
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Organisation name").fill("Ada's tools");
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill("a long enough passphrase");
  await page.getByRole("button", { name: "Create account" }).click();
}
