/** The rules of accessibility, tried on a page as it stands. */
import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";

/** Levels A and AA of WCAG 2.2, and what axe thinks good besides. */
const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const height = 900;
const looks = [
  { colorScheme: "dark", width: 390 },
  { colorScheme: "light", width: 1280 },
] as const;

/**
 * What breaks a rule, in the dark and narrow, then light and wide, as which the page is left: the look, the rule, how grave, and the first places.
 * `within`: a selector; all of the page unless stated.
 */
export async function brokenRules(page: Page, within = "html"): Promise<string[]> {
  const broken: string[] = [];
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height });
    // Colours fade into each other; in what is folded away they would never be done.
    await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));
    for (const problem of await problemsOf(page, within)) broken.push(`${colorScheme}: ${problem}`);
  }
  return broken;
}

async function problemsOf(on: Page, within: string): Promise<string[]> {
  if (!(await on.evaluate(() => "axe" in globalThis))) await on.evaluate(axe.source);
  const { violations } = await on.evaluate<AxeResults, [string, string[]]>(
    ([context, tags]) => (globalThis as unknown as { axe: typeof axe }).axe.run(context, { runOnly: tags }),
    [within, standards],
  );
  return violations.map(
    ({ id, impact, nodes }) =>
      `${id} (${impact}): ${nodes
        .slice(0, 3)
        .map(({ target }) => target.join(" "))
        .join(" | ")}`,
  );
}
