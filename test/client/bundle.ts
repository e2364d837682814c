import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** A file of the browser's entry, as a page would load it. */
export interface Chunk {
  fileName: string;
  code: string;
  gzipBytes: number;
}

/** The browser's entry with all that it takes along, made as the pages are made. */
export async function bundled(): Promise<Chunk[]> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: 'client/browser.ts', formats: ['es'], fileName: 'kotd-client' },
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  return outputs.flatMap((one) =>
    'output' in one
      ? one.output.flatMap((file) => (file.type === 'chunk' ? [sized(file)] : []))
      : [],
  );
}

function sized({ fileName, code }: { fileName: string; code: string }): Chunk {
  return { fileName, code, gzipBytes: gzipSync(code).length };
}
