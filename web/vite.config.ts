import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where `npm run web` finds a running kotd: its API and its socket. */
const kotd = process.env.KOTD_URL ?? 'http://127.0.0.1:8080';

/** `PAGES=pos,kds`: only these, while another one is being rebuilt. */
const pages = (process.env.PAGES ?? 'index,pos,kds,admin').split(',');

/** The pages: each has its own HTML and its own bundle, and shares what others use too. */
export default defineConfig({
  root: here('.'),
  appType: 'mpa',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../dist/pages'),
    emptyOutDir: true,
    // Nothing inline: the pages' policy forbids it, and what is in a file of its own is cached for a year.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: pages.map((name) => here(`${name}.html`)),
    },
  },
  server: {
    proxy: {
      '/api': { target: kotd },
      '/health': { target: kotd },
      '/pages.json': { target: kotd },
      '/ws': { target: kotd, ws: true },
    },
  },
});
