/** What the models page can show, and over which windows. */
export const modelViews = ["registry", "nodes", "monitor", "alerts", "usage"] as const;
export type ModelView = (typeof modelViews)[number];

/** Lengths of the window in minutes, by how they are named in the address. */
export const windows = { "15m": 15, "1h": 60, "6h": 360, "24h": 1_440, "7d": 10_080, "30d": 43_200, "90d": 129_600 } as const;
export type WindowName = keyof typeof windows;
export const windowNames = ["15m", "1h", "6h", "24h", "7d", "30d", "90d"] as const satisfies readonly WindowName[];

export const percentiles = ["p50", "p95", "p99"] as const;
export type Percentile = (typeof percentiles)[number];

/** Days of the usage shown. */
export const usageDays = [1, 7, 30, 90] as const;
