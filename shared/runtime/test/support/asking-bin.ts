#!/usr/bin/env node
import { main } from '../../src/start.ts';

await main(async () => ({ default: (await import('./asking-server.ts')).asking }));
