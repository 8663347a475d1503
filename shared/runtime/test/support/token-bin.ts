#!/usr/bin/env node
import { main } from '../../src/start.ts';

await main(() => import('./token-server.ts'));
