const authorization =
  /\b((?:proxy-)?authorization\\{0,3}["']?\s{0,4}[:=,]\s{0,4}\\{0,3}["']?)(?:(bearer|basic|token|digest|negotiate|apikey|bot)\s{1,4})?([^\s"',;\\]{4,})/gi;
const bearer = /\b(bearer)(\s{1,4}|%20|\+)([A-Za-z0-9._~+/=-]{12,})/gi;
const cookie =
  /\b((?:set-)?cookie\\{0,3}["']?\s{0,4}:\s{0,4}\\{0,3}["']?)([^\s"'=;\\]{1,128}=[^\r\n"'\\]{1,})/gi;
const apiKey =
  /\b(x-[a-z-]{0,24}(?:key|token|secret|signature)\\{0,3}["']?\s{0,4}:\s{0,4}\\{0,3}["']?)([^\s"',;\\]{6,})/gi;
const quick = /authorization|bearer|cookie|x-/i;

/** Replaces credentials in HTTP headers: authorization, cookies, API keys. The scheme stays. */
export function redactHeaders(text: string): string {
  if (!quick.test(text)) return text;
  return text
    .replace(authorization, (match, before: string, scheme: string | undefined, value: string) =>
      scheme === undefined && !/\d|[^\w.]/.test(value)
        ? match
        : `${before}${scheme === undefined ? '' : `${scheme} `}[redacted:authorization]`,
    )
    .replace(bearer, (match, scheme: string, gap: string, value: string) =>
      /\d/.test(value) ? `${scheme}${gap}[redacted:bearer]` : match,
    )
    .replace(cookie, (_match, before: string) => `${before}[redacted:cookie]`)
    .replace(apiKey, (match, before: string, value: string) =>
      value.startsWith('[redacted') ? match : `${before}[redacted:header]`,
    );
}
