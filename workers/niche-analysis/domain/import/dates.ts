/** Dates as files spell them, to UTC. Only spellings with one reading: `03/04/2025` is left alone. */
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** RFC 3339 in UTC, or undefined when `cell` is no date or could be two. A date without a zone is taken as UTC. */
export function parseDate(cell: string): string | undefined {
  const text = cell.trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i.exec(
    text,
  );
  if (iso) {
    const [year, month, day, hour, minute, second] = iso.slice(1, 7).map((part) => Number(part ?? 0)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return instant(year, month, day, hour, minute, second, zoneMinutes(iso[7]));
  }
  const monthFirst = /^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$/.exec(text);
  if (monthFirst) return instant(Number(monthFirst[3]), monthNumber(monthFirst[1]), Number(monthFirst[2]));
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?\.?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})$/.exec(text);
  if (dayFirst) return instant(Number(dayFirst[3]), monthNumber(dayFirst[2]), Number(dayFirst[1]));
  const mail =
    /^(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s+([+-]\d{4}|[A-Za-z]{1,5}))?(?:\s*\(.*\))?$/.exec(
      text,
    );
  if (mail) {
    const [day, year, hour, minute, second] = [1, 3, 4, 5, 6].map((part) => Number(mail[part] ?? 0));
    return instant(year ?? 0, monthNumber(mail[2]), day ?? 0, hour, minute, second, zoneMinutes(mail[7]));
  }
  if (/^\d{10}(\.\d+)?$/.test(text)) return new Date(Number(text) * 1000).toISOString();
  if (/^\d{13}$/.test(text)) return new Date(Number(text)).toISOString();
  return undefined;
}

function instant(year: number, month: number, day: number, hour = 0, minute = 0, second = 0, zone = 0): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC rolls 31 April over into May: what comes back must be what went in.
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCHours() === hour && year >= 1970;
  return real ? new Date(date.getTime() - zone * 60_000).toISOString() : undefined;
}

function monthNumber(name = ""): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** Hours of the zones that RFC 5322 names; any other name stands for UTC (4.3). */
const namedZones: Record<string, number> = { EST: -5, EDT: -4, CST: -6, CDT: -5, MST: -7, MDT: -6, PST: -8, PDT: -7 };

function zoneMinutes(zone = "Z"): number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  return parts ? (parts[1] === "-" ? -1 : 1) * (Number(parts[2]) * 60 + Number(parts[3])) : (namedZones[zone.toUpperCase()] ?? 0) * 60;
}
