import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interleave, type Sample } from '../interleave.ts';
import type { Plan, Section } from '../model.ts';
import { CONNECTIONS, type HttpServer, startHttpServer } from './http-server.ts';
import { type Ask, inSession, legacyCall, legacyInitialize, modernCall, modernList } from './requests.ts';

/** Anyone may read: what the policy costs, not what it refuses. */
const policy = {
  version: 1,
  roles: { reader: { rules: [{ tools: ['echo_*'], effects: ['read'] }] } },
  assign: [{ kind: 'anonymous', roles: ['reader'] }],
};

export async function http({ quick, folder }: Plan): Promise<Section> {
  const ms = quick ? 1_500 : 4_000;
  const policyFile = join(folder, 'policy.json');
  writeFileSync(policyFile, JSON.stringify(policy));
  const entry = (name: string) => fileURLToPath(new URL(`./${name}`, import.meta.url));
  const audit = ['--audit', join(folder, 'http-audit.jsonl')];
  const guards = [...audit, '--rate-limit', '100000/s', '--policy', policyFile];
  const source = '--conditions=portolan-source';
  const sdk = await startHttpServer((port) => [entry('peer-server.ts'), port]);
  const portolan = await startHttpServer((port) => [
    source,
    entry('our-bin.ts'),
    '--http',
    '--port',
    port,
    ...guards,
  ]);
  try {
    const { session } = await portolan.send(legacyInitialize);
    if (session === undefined) throw new Error('A legacy client got no session.');
    const asks = { modern: modernCall, legacy: legacyCall, list: modernList };
    const ours = { ...asks, session: inSession(legacyCall, session) };
    await rates(sdk, asks, ms);
    await rates(portolan, ours, ms);
    const of = await interleave(quick ? 2 : 5, {
      SDK: () => rates(sdk, asks, ms),
      portolan: () => rates(portolan, ours, ms),
    });
    const goals = [
      { of: 'portolan', to: 'SDK', atLeast: 1.2 },
      { of: 'portolan', to: 'SDK', atLeast: 1.5 },
    ];
    return {
      title: 'HTTP',
      method: `A tool that answers its argument, on a server of 30 tools, over ${CONNECTIONS} kept connections for ${ms / 1000} s a sample, after one such time for each to warm up. The SDK's server is its plain example: \`createMcpHandler\` and \`toNodeHandler\`, without any guard. Ours is the runtime with audit to a file, a rate limit that counts each call and is never reached (100,000 a second), a policy file, and its Host and Origin guards; it answers a short call with JSON, which every client must take, where the SDK opens a stream for a client of 2025-11-25. The client shares the machine's cores with the server it loads. CPU is the server's alone, of one request.`,
      measures: [
        { name: '`tools/call`, 2026-07-28', unit: 'requests/s', series: of('modern'), goals },
        { name: '`tools/call`, 2025-11-25, no session', unit: 'requests/s', series: of('legacy'), goals },
        { name: '`tools/call`, 2025-11-25, in a session', unit: 'requests/s', series: of('session') },
        { name: '`tools/list`, 2026-07-28', unit: 'requests/s', series: of('list') },
        { name: 'CPU of a call, 2026-07-28', unit: 'µs', series: of('modernCpu') },
        { name: 'CPU of a call, 2025-11-25, no session', unit: 'µs', series: of('legacyCpu') },
        { name: 'CPU of a call, 2025-11-25, in a session', unit: 'µs', series: of('sessionCpu') },
      ],
    };
  } finally {
    await Promise.all([sdk.stop(), portolan.stop()]);
  }
}

async function rates(server: HttpServer, asks: Readonly<Record<string, Ask>>, ms: number): Promise<Sample> {
  const found: Record<string, number> = {};
  for (const [kind, ask] of Object.entries(asks)) {
    const { perSecond, cpuUs } = await server.load(ask, ms);
    found[kind] = perSecond;
    found[`${kind}Cpu`] = cpuUs;
  }
  return found;
}
