/** Pages that stand by themselves: to send, to print, to file. No script, nothing from elsewhere. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;
export const list = (items: readonly string[]): string =>
  `<ul>\n${items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}\n</ul>`;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A table with a caption; a sentence in its place where there are no rows. */
export function table(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  none = 'There is none.',
): string {
  if (rows.length === 0) return `<h3>${escaped(caption)}</h3>\n${paragraph(none)}`;
  const head = heads.map((one) => `<th scope="col">${escaped(one)}</th>`).join('');
  const body = rows
    .map(
      (row) =>
        `<tr>${row.map((cell) => `<td${DAY.test(cell) ? ' class="day"' : ''}>${escaped(cell)}</td>`).join('')}</tr>`,
    )
    .join('\n');
  return `<table>\n<caption>${escaped(caption)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

/** @param body HTML: made of the functions beside this one. */
export const page = (title: string, body: readonly string[]): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
body { font: 1.1875rem/1.32 "GDS Transport", arial, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem; color: #0b0c0c; }
h1 { font-size: 2.25rem; line-height: 1.1; }
h2 { font-size: 1.6875rem; margin-top: 2.5rem; }
h3, caption { font-size: 1.1875rem; font-weight: bold; text-align: left; }
caption { padding-bottom: 0.5rem; }
table { border-collapse: collapse; width: 100%; margin: 1.5rem 0; font-size: 1rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid #b1b4b6; }
td.day { white-space: nowrap; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
a { color: #1d70b8; }
a:focus { outline: 3px solid #fd0; }
@media print { body { max-width: none; padding: 0; font-size: 0.875rem; } }
</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${body.join('\n')}
</main>
</body>
</html>
`;

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csv(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  return [heads, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
