let lastMs = 0;
let lastText = '';

/** The time as records write it, ISO 8601 in UTC with milliseconds; many records share one. */
export function timeNow(): string {
  const ms = Date.now();
  if (ms !== lastMs) {
    lastMs = ms;
    lastText = new Date(ms).toISOString();
  }
  return lastText;
}
