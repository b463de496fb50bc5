// SPDX-License-Identifier: Apache-2.0
// The browser tests: starts a server on a temporary store, visits every route (sweep/) and runs
// every flow of flows/ in headless Chromium, each in a browser context of its own; a line for each.
//
// run [--only TEXT] [--report FILE]    FILE: {"passed","failed","skipped","problems"}; a picture of
// each failed page stands beside it (or in the temporary directory). `--only sweep` leaves the
// flows out, as does `--only sweep:TEXT,...`, which visits what has a TEXT in its name; any other
// TEXT runs the flows that have it in their name. `CHROMIUM` names the browser.
import { readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { chromium } from 'playwright-core';
import { prepare } from './company.mjs';
import { Visit } from './visit.mjs';
import { startServer } from './server.mjs';
import { sweep } from './sweep/sweep.mjs';

const argument = (name) =>
  process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null;
const only = argument('--only');
const report = argument('--report');
const outcome = { passed: 0, failed: 0, skipped: 0, problems: [] };
const kFlowMs = 150_000;

async function flowsOf(folder) {
  const found = [];
  for (const file of readdirSync(folder).sort()) {
    found.push(
      ...Object.entries(await import(new URL(file, folder).href)).map(([name, flow]) => ({
        name,
        flow,
      })),
    );
  }
  return found.filter(({ name }) => !only || name.toLowerCase().includes(only.toLowerCase()));
}

const tooLong = () =>
  new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`took longer than ${kFlowMs / 1000} s`)), kFlowMs).unref(),
  );

async function runFlow(browser, server, company, { name, flow }) {
  const visit = new Visit(browser, server, company);
  const started = performance.now();
  try {
    await Promise.race([flow(visit), tooLong()]);
    visit.mustBeQuiet();
    ++outcome.passed;
    console.log(`passed  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    ++outcome.failed;
    outcome.problems.push(`${name}: ${error.message.split('\n')[0]}`);
    console.log(`FAILED  ${name}: ${error.stack}`);
    await visit.picture(join(report ? dirname(report) : tmpdir(), `browser-${name}.png`));
  }
  await visit.close();
}

function note(name, problems) {
  if (problems.length === 0) {
    ++outcome.passed;
    return;
  }
  ++outcome.failed;
  outcome.problems.push(`${name}: ${problems[0]} (${problems.length} in all)`);
  console.log(`FAILED  ${name}:\n          ${problems.join('\n          ')}`);
}

const started = performance.now();
let server;
let browser;
try {
  server = await startServer({ customers: 60, seed: 7 });
  const company = await prepare(server.api);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  const [word, part] = (only ?? 'sweep').split(':');
  if (word === 'sweep') {
    const from = performance.now();
    await sweep(browser, server, company, { only: part, outcome: note });
    console.log(`every route visited (${((performance.now() - from) / 1000).toFixed(0)} s)`);
  }
  for (const one of await flowsOf(new URL('./flows/', import.meta.url)))
    await runFlow(browser, server, company, one);
} catch (error) {
  ++outcome.failed;
  outcome.problems.push(error.message);
  console.log(`FAILED  ${error.stack}`);
} finally {
  await browser?.close();
  server?.stop();
}
if (report) writeFileSync(report, JSON.stringify(outcome));
console.log(
  `browser flows: ${outcome.passed} passed, ${outcome.failed} failed in ${((performance.now() - started) / 1000).toFixed(0)} s`,
);
process.exit(outcome.failed > 0 ? 1 : 0);
