#!/usr/bin/env node
import console from 'node:console';
import process from 'node:process';

// The sources are TypeScript, which Node runs as they are from 22.18 on.
if (!process.features.typescript) {
  console.error(`local-cognito: needs Node 22.18 or newer, this is ${process.version}`);
  process.exit(1);
}
const { main } = await import('../src/cli.ts');
await main(process.argv.slice(2), process.env);
