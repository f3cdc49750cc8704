/** Light, dark, or as the device has it; remembered in this browser. */
import { useState } from "react";

const themes = ["system", "light", "dark"] as const;
type Theme = (typeof themes)[number];
const storageKey = "theme";

function storedTheme(): Theme {
  const stored = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === stored) ?? "system";
}

function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}

/** Before the first paint. */
export function restoreTheme(): void {
  applyTheme(storedTheme());
}

export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme);
  const choose = (chosen: Theme) => {
    localStorage.setItem(storageKey, chosen);
    applyTheme(chosen);
    setTheme(chosen);
  };
  return (
    <label className="flex items-center gap-2 text-sm text-muted">
      <span className="sr-only">Colours</span>
      <select
        value={theme}
        onChange={(event) => choose(themes.find((one) => one === event.target.value) ?? "system")}
        className="min-h-10 rounded-lg border border-strong-line bg-surface px-2 text-ink"
      >
        {themes.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </select>
    </label>
  );
}
