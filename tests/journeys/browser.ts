/** A real browser: the one that is installed, else the one that npm brought. */
import { existsSync } from "node:fs";
import { chromium as launcher, type Browser, type BrowserContextOptions, type Locator, type Page } from "playwright-core";

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Where the browser is: `PAISSIVE_BROWSER`, else one that is installed, else what npm brought, which is unpacked when it is first asked for. */
export async function browserPath(): Promise<string> {
  const own = process.env["PAISSIVE_BROWSER"] ?? installed.find((path) => existsSync(path));
  if (own !== undefined) return own;
  const { default: bundled } = await import("@sparticuz/chromium");
  return bundled.executablePath();
}

/** Not by the arguments that come with what npm brought: in one process all sessions share their cookies, and no origin is kept from another. */
export async function openBrowser(): Promise<Browser> {
  return launcher.launch({ executablePath: await browserPath(), args: ["--no-sandbox"] });
}

/** Gives the page a device that keeps passkeys and says yes to every question. */
export async function withAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", ...options } });
}

/** A page of 1280 by 900 in a browser session of its own; errors of its scripts are told to `broken`. */
export async function openPage(browser: Browser, broken: string[], look: BrowserContextOptions = {}): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...look });
  page.on("pageerror", (error) => broken.push(String(error)));
  page.setDefaultTimeout(60_000);
  return page;
}

export const passphrase = "a long enough passphrase";
export const ada = { name: "Ada", organisation: "Ada's tools", email: "ada@example.com", password: passphrase };

/** Makes an account and its organisation, as a founder does, at the installation at `url`. */
export async function signUp(page: Page, url: string, { name, organisation, email, password } = ada): Promise<void> {
  await page.goto(`${url}/sign-up`);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Organisation name").fill(organisation);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
}

/** Signs in by password on the page that it is on, or is sent to. */
export async function signIn(page: Page, url: string, { email, password }: Pick<typeof ada, "email" | "password"> = ada): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Goes on with Tab, as somebody without a mouse does, until `wanted` has the focus, and presses Enter there. */
export async function enterByKeyboard(page: Page, wanted: Locator): Promise<void> {
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  for (let presses = 0; !(await isThere()); presses++) {
    if (presses > 100) throw new Error(`Tab does not lead to ${String(wanted)}.`);
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
}

/** What has the focus: its accessible name, or its text; `body` for nothing. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "body";
    const label =
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.labels?.[0]?.textContent : undefined;
    return label ?? element.getAttribute("aria-label") ?? element.textContent;
  });
}
