// SPDX-License-Identifier: Apache-2.0
// The browser flows against a real server: makes a demo company in a temporary store, serves it on a free
// port, runs every file of flows/ in Chromium, prints one line per flow. `--only NAME`, `--keep`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const root = new URL('../../', import.meta.url).pathname;
const program = process.env.CLIENTELA ?? join(root, 'build/clientela');
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : null;
export const kPassword = 'una-frase-larga-y-buena';

const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

function command(args, input) {
  const result = spawnSync(program, args, { input, encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`clientela ${args.join(' ')}: ${result.stderr || result.stdout}`);
}

async function ready(base, server) {
  for (let i = 0; i < 200; ++i) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
    const answer = await fetch(`${base}health/ready`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the server did not become ready');
}

if (!existsSync(program)) {
  console.error(`${program} is missing: build it first`);
  process.exit(2);
}
const store = mkdtempSync(join(tmpdir(), 'clientela-e2e-'));
let server;
let browser;
let failed = 0;
let passed = 0;
try {
  command(['demo', '--store', store, '--customers', '300', '--seed', '7']);
  command(['user', 'add', 'e2e@prueba.example', '--name', 'Eva Prueba', '--role', 'administrator', '--store', store, '--password-stdin'], `${kPassword}\n`);
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/`;
  server = spawn(program, ['serve', '--store', store, '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'inherit'] });
  await ready(base, server);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  const folder = new URL('./flows/', import.meta.url);
  for (const file of readdirSync(folder).sort()) {
    const flows = await import(new URL(file, folder).href);
    for (const [name, flow] of Object.entries(flows)) {
      if (only && !name.includes(only)) continue;
      const context = await browser.newContext({ locale: 'es-ES', timezoneId: 'Europe/Madrid', viewport: flow.viewport ?? { width: 1440, height: 900 }, colorScheme: flow.scheme ?? 'light' });
      context.setDefaultTimeout(15_000);
      const page = await context.newPage();
      const complaints = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && complaints.push(message.text()));
      try {
        await flow({ page, base, email: 'e2e@prueba.example', password: kPassword });
        if (complaints.length > 0) throw new Error(`the console complains: ${complaints[0]}`);
        console.log(`passed  ${name}`);
        ++passed;
      } catch (error) {
        console.log(`FAILED  ${name}: ${error.message.split('\n')[0]}`);
        await page.screenshot({ path: join(tmpdir(), `clientela-${name}.png`) }).catch(() => {});
        ++failed;
      }
      await context.close();
    }
  }
} finally {
  await browser?.close();
  server?.kill('SIGTERM');
  if (!process.argv.includes('--keep')) rmSync(store, { recursive: true, force: true });
}
console.log(`browser flows: ${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
