// SPDX-License-Identifier: Apache-2.0
// A real server on a temporary store with the demo company and one administrator, and a caller of
// its API. `CLIENTELA` names the program, `CLIENTELA_WEB` the built web application.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { URLSearchParams } from 'node:url';

const root = new URL('../../', import.meta.url).pathname;
const program = process.env.CLIENTELA ?? join(root, 'build/clientela');
const web = process.env.CLIENTELA_WEB ?? join(root, 'web/dist');
const kReadyMs = 30_000;

export const kPerson = {
  email: 'eva@prueba.example',
  name: 'Eva Prueba',
  password: 'una-frase-larga-y-buena',
};

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function command(args, input) {
  const { status, signal, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(
      `clientela ${args.join(' ')} ended with ${status ?? signal}: ${stderr || stdout}`,
    );
}

async function untilReady(base, child) {
  for (const end = Date.now() + kReadyMs; Date.now() < end; await pause(50)) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const answer = await fetch(`${base}health/ready`).catch(() => null);
    if (answer?.ok) return;
  }
  throw new Error('the server did not become ready');
}

// The API as a signed-in person; throws what the server refuses.
export class Api {
  constructor(base) {
    this.base = base;
    this.cookie = '';
  }

  async call(method, path, body, headers = {}) {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        origin: this.base.slice(0, -1),
        'content-type': 'application/json',
        'accept-language': 'es',
        cookie: this.cookie,
        ...headers,
      },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    this.cookie ||= answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return text ? JSON.parse(text) : null;
  }

  signIn({ email, password }) {
    return this.call('POST', 'auth/login', { email, password });
  }

  create(object, values) {
    return this.call('POST', `api/v1/${object}`, values);
  }

  change(object, record, values) {
    return this.call('PATCH', `api/v1/${object}('${record.id}')`, values, {
      'if-match': `W/"${record.version}"`,
    });
  }

  async rows(object, options = {}) {
    return (await this.call('GET', `api/v1/${object}?${new URLSearchParams(options)}`)).value;
  }
}

export async function startServer({ customers, seed }) {
  for (const needed of [program, join(web, 'index.html')]) {
    if (!existsSync(needed)) throw new Error(`${needed} is missing: build it first`);
  }
  const store = mkdtempSync(join(tmpdir(), 'clientela-browser-'));
  let child;
  const stop = () => {
    child?.kill('SIGTERM');
    rmSync(store, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    command(['demo', '--store', store, '--customers', String(customers), '--seed', String(seed)]);
    command(
      [
        'user',
        'add',
        kPerson.email,
        '--name',
        kPerson.name,
        '--role',
        'administrator',
        '--store',
        store,
        '--password-stdin',
      ],
      `${kPerson.password}\n`,
    );
    const port = await freePort();
    const base = `http://127.0.0.1:${port}/`;
    child = spawn(
      program,
      ['serve', '--store', store, '--listen', `127.0.0.1:${port}`, '--web', web],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await untilReady(base, child);
    const api = new Api(base);
    await api.signIn(kPerson);
    return { base, api, stop };
  } catch (error) {
    stop();
    throw error;
  }
}
