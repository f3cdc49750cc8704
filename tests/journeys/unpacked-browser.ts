/** Unpacks the browser that npm brought before tests run beside each other: a file that is still being written cannot be started. */
import { browserPath } from "./browser.ts";

export default async function unpack(): Promise<void> {
  await browserPath();
}
