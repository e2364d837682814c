/**
 * Settings of a kotd whose processes load a file beside this one before anything of their own: Node does so for the
 * programs that they start, too.
 */
export function preloaded(file: string): { NODE_OPTIONS: string } {
  return { NODE_OPTIONS: `--import=${new URL(file, import.meta.url).href}` };
}
