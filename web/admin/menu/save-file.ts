/** With it, spreadsheets read UTF-8 as what it is; an import passes over it. */
const BOM = '\uFEFF';

/** Hands a text to the browser's downloads. */
export function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([BOM, text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Firefox begins to read it only after this task.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
