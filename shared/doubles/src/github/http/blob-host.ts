import { hashOf } from '../state/world.ts';
import { type Listener, listen } from './listener.ts';
import { bytes, json, type Reply } from './reply.ts';
import type { BlobRequest } from './request-log.ts';

/** What is kept on the blob host: made when it is asked for, so that a large log costs nothing until then. */
export interface Blob {
  readonly type: string;
  content(): Buffer;
}

/** The host GitHub redirects downloads to: its links are signed and it refuses any other credential. */
export interface BlobHost {
  readonly origin: string;
  readonly requests: readonly BlobRequest[];
  /** Keeps something; its path, with the signature in the query. */
  keep(blob: Blob): string;
  close(): Promise<void>;
}

export async function startBlobHost(): Promise<BlobHost> {
  const blobs = new Map<string, Blob>();
  const requests: BlobRequest[] = [];
  const listener: Listener = await listen(({ method, url, headers, raw }) => {
    const authorized = headers.has('authorization');
    const reply = authorized
      ? refused()
      : (serve(blobs.get(`${url.pathname}${url.search}`), headers) ?? gone());
    const path = `${url.pathname}${url.search}`;
    requests.push({
      method,
      path,
      headers: Object.fromEntries(headers),
      body: raw.toString('utf8'),
      status: reply.status,
      authorized,
    });
    return reply;
  });
  return {
    origin: listener.origin,
    requests,
    keep(blob) {
      const path = `/blobs/${blobs.size + 1}?sig=${hashOf(`signature ${blobs.size}`).slice(0, 32)}&se=2026`;
      blobs.set(path, blob);
      return path;
    },
    close: listener.close,
  };
}

function serve(blob: Blob | undefined, headers: ReadonlyMap<string, string>): Reply | undefined {
  if (blob === undefined) return undefined;
  const content = blob.content();
  const range = /^bytes=(\d+)-(\d*)$/.exec(headers.get('range') ?? '');
  if (range === null) return bytes(content, blob.type, { 'accept-ranges': 'bytes' });
  const from = Number(range[1]);
  const to = Math.min(range[2] ? Number(range[2]) : content.length - 1, content.length - 1);
  if (from > to) return { ...json({}, 416), headers: { 'content-range': `bytes */${content.length}` } };
  return {
    ...bytes(content.subarray(from, to + 1), blob.type, {
      'content-range': `bytes ${from}-${to}/${content.length}`,
    }),
    status: 206,
  };
}

const xml = (status: number, code: string): Reply => ({
  status,
  headers: {},
  body: {
    bytes: Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`),
    type: 'application/xml',
  },
});

/** Azure's answer to a request with a signature and an `Authorization` header besides. */
const refused = () => xml(400, 'InvalidAuthenticationInfo');

const gone = () => xml(404, 'BlobNotFound');
