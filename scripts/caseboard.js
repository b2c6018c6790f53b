#!/usr/bin/env node
// Node 20 does not read TypeScript by itself; tsx does, without a build step.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./caseboard.ts');
await main(process.argv.slice(2));
