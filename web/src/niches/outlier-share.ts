/** The share of texts that may stay outside all themes, as people write it: in per cent. */
import { defaultOutlierShare, type ThemeFinding } from "../../../contracts/services/niche-analysis.ts";
import { figure, percent } from "../interface/formats.ts";

/** What the field shows at first: what the analysis before was asked for. */
export function shownOutlierShare(finding: ThemeFinding | undefined): string {
  return String(Number(((finding?.outlierShare?.asked ?? defaultOutlierShare) * 100).toPrecision(6)));
}

/** 0 to 1, or what to write instead. */
export function readOutlierShare(written: string): { ok: true; value: number } | { ok: false; error: string } {
  const value = Number(written.trim().replace(",", "."));
  if (written.trim() === "" || !Number.isFinite(value) || value < 0 || value > 100)
    return { ok: false, error: "Write a number from 0 to 100." };
  return { ok: true, value: value / 100 };
}

/** `12 texts (2.4 %) fit no theme, of at most 5 % that may stay outside.` */
export function outlierWords({ outliers, outlierShare }: ThemeFinding, formatted: string): string {
  if (!outlierShare) return `${formatted} fit no theme. `;
  const { asked, found } = outlierShare;
  const share = found === 0 || outliers === 0 ? "" : ` (${percent(found)})`;
  return `${formatted}${share} fit no theme; at most ${figure(asked * 100)} % may stay outside. `;
}
