/** The environment of a Node program that asks one address through `fetch` and shall ask another instead. */
export const redirected = (from: string, to: string) => ({
  NODE_OPTIONS: `--import=${new URL('redirect-fetch.js', import.meta.url).href}`,
  BENCH_REDIRECT: `${from} ${to}`,
});
