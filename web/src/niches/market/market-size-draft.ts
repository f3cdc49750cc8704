/** The market size as it is typed: three numbers an input, in major units and per cent. */
import { toMajor, toMinor, type Currency } from "../../../../contracts/money.ts";
import type { MarketSizeRequest, Uncertain } from "../../../../contracts/services/niche-analysis.ts";
import { numberOf } from "../../interface/form.ts";

export const sizeInputs = [
  { name: "customers", label: "Customers", hint: "Everyone who has the problem" },
  { name: "monthlyPrice", label: "Price a month", hint: "What one of them pays" },
  { name: "serviceable", label: "Can be served, %", hint: "Of the customers, by your product, language and channels" },
  { name: "obtainable", label: "Can be won, %", hint: "Of those who can be served" },
] as const;
export type SizeInput = (typeof sizeInputs)[number]["name"];

/** As typed; all may be empty. */
export interface Range {
  low: string;
  likely: string;
  high: string;
}
export type SizeDraft = Record<SizeInput, Range> & { currency: Currency; topDown: string };

export type ReadDraft = { ok: true; request: MarketSizeRequest } | { ok: false; errors: Partial<Record<SizeInput | "topDown", string>> };

const nothing: Range = { low: "", likely: "", high: "" };
export const emptyDraft: SizeDraft = {
  customers: nothing,
  monthlyPrice: nothing,
  serviceable: nothing,
  obtainable: nothing,
  currency: "USD",
  topDown: "",
};

/** The draft that `readDraft` reads as this request. */
export function draftOf(request: MarketSizeRequest): SizeDraft {
  const { currency, topDown } = request;
  const draft = { ...emptyDraft, currency, topDown: topDown === undefined ? "" : text(toMajor({ minor: topDown, currency })) };
  for (const { name } of sizeInputs) draft[name] = rangeOf(request[name], (value) => typed(name, value, currency));
  return draft;
}

/**
 * All three numbers: low, likeliest, high. Only the middle one: known. Only the ends: eight times in ten between them, without an upper end,
 * which a share cannot be.
 */
export function readDraft(draft: SizeDraft): ReadDraft {
  const errors: Partial<Record<SizeInput | "topDown", string>> = {};
  const read: Partial<Record<SizeInput, Uncertain>> = {};
  for (const { name } of sizeInputs) {
    const uncertain = readRange(draft[name], (value) => stated(name, value, draft.currency), isShare(name));
    if (typeof uncertain === "string") errors[name] = uncertain;
    else read[name] = uncertain;
  }
  const topDown = numberOf(draft.topDown);
  if (draft.topDown.trim() !== "" && (topDown === undefined || topDown < 0)) errors.topDown = "A number from 0 on, or nothing";
  const { customers, monthlyPrice, serviceable, obtainable } = read;
  if (Object.keys(errors).length > 0 || !customers || !monthlyPrice || !serviceable || !obtainable) return { ok: false, errors };
  const { currency } = draft;
  const request = { customers, monthlyPrice, serviceable, obtainable, currency };
  return { ok: true, request: topDown === undefined ? request : { ...request, topDown: toMinor(topDown, currency) } };
}

function readRange(range: Range, convert: (value: number) => number, share: boolean): Uncertain | string {
  const texts = [range.low, range.likely, range.high];
  const numbers = texts.map(numberOf);
  if (texts.some((one, i) => one.trim() !== "" && numbers[i] === undefined)) return "Numbers only";
  if (numbers.some((value) => value !== undefined && (value < 0 || (share && value > 100)))) return share ? "From 0 to 100" : "From 0 on";
  const [low, likely, high] = numbers.map((value) => (value === undefined ? undefined : convert(value)));
  const ends = low !== undefined && high !== undefined;
  if (!ends && (low !== undefined || high !== undefined)) return "Both ends, or neither";
  if (likely === undefined && !ends) return "At least the likeliest number";
  if (likely !== undefined && !ends) return { kind: "fixed", value: likely };
  if (low === undefined || high === undefined) return "Both ends, or neither";
  if (likely === undefined) {
    if (share) return "The likeliest number too";
    if (low <= 0 || low > high) return "From a number above 0 to a larger one";
    return { kind: "lognormal", p10: low, p90: high };
  }
  return low <= likely && likely <= high ? { kind: "pert", low, mode: likely, high } : "Low, likeliest, high in this order";
}

function rangeOf(uncertain: Uncertain, convert: (value: number) => string): Range {
  switch (uncertain.kind) {
    case "fixed":
      return { low: "", likely: convert(uncertain.value), high: "" };
    case "pert":
      return { low: convert(uncertain.low), likely: convert(uncertain.mode), high: convert(uncertain.high) };
    case "lognormal":
      return { low: convert(uncertain.p10), likely: "", high: convert(uncertain.p90) };
  }
}

function isShare(name: SizeInput): boolean {
  return name === "serviceable" || name === "obtainable";
}

/** What a typed number is to the API. */
function stated(name: SizeInput, value: number, currency: Currency): number {
  return name === "monthlyPrice" ? toMinor(value, currency) : isShare(name) ? value / 100 : value;
}

function typed(name: SizeInput, value: number, currency: Currency): string {
  return text(name === "monthlyPrice" ? toMajor({ minor: value, currency }) : isShare(name) ? value * 100 : value);
}

/** Without the tail that binary fractions leave. */
function text(value: number): string {
  return String(Number(value.toPrecision(12)));
}
