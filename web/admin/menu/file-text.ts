/** Bytes that the server reads of one file, with some room for what JSON adds to it. */
export const MOST_BYTES = 1024 * 1024;

/**
 * The text of a file. What is no UTF-8 comes from a spreadsheet that saved in the code page of Windows; in it
 * every byte means something.
 */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** How many bytes a request with this text has at least. */
export function bytesOf(csv: string): number {
  return new TextEncoder().encode(JSON.stringify(csv)).length;
}

/** What a cell said, as the complaint about it quotes it; null where it quotes nothing. */
export function quotedIn(message: string): string | null {
  return /"([^"]*)"/.exec(message)?.[1] ?? null;
}
