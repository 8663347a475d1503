/**
 * Loaded before a server that knows one address only: its requests to that address go to another one instead.
 * `BENCH_REDIRECT` has both, with a space between. Nothing else of the server is touched, and nothing of the
 * platform is loaded before the server asks for it.
 */
const [from = '', to = ''] = (process.env.BENCH_REDIRECT ?? '').split(' ');
const { fetch } = globalThis;

globalThis.fetch = (address, options) => fetch(String(address).replace(from, to), options);
