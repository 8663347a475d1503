#!/usr/bin/env node
import { main } from '@portolan/runtime/start';

await main(() => import('./server.ts'), { manifest: new URL('manifest.json', import.meta.url) });
