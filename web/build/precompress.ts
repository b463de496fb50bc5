// SPDX-License-Identifier: Apache-2.0
// Writes NAME.br and NAME.gz beside every text asset of the build, at the highest level: done once
// here, so that the server only picks a file. Already compressed kinds (woff2, png) are left alone.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const kCompressible = /\.(js|css|html|svg|json|txt|webmanifest)$/;

export function precompress(): Plugin {
  let folder = 'dist';
  return {
    name: 'clientela-precompress',
    apply: 'build',
    configResolved(config) {
      folder = config.build.outDir;
    },
    closeBundle() {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !kCompressible.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
      }
    },
  };
}
