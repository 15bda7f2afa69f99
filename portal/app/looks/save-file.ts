/// <reference lib="dom" />

/** Hands a text to whoever reads the page, as a file of theirs. Nothing of it stays in the page. */
export function saveFile(name: string, text: string, type = 'text/csv'): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
