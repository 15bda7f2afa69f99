/// <reference lib="dom" />
import { useEffect } from 'react';

/**
 * Who printed it, why, and the page's number, on every sheet: in the margins of the page, where no text of the record can
 * push them away. Told to the browser as a style sheet of the page's own, since it holds what is only known here.
 */
export function usePrintSheet(head: string, foot: string): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`@page {
      size: A4;
      margin: 20mm 14mm 18mm;
      @top-left { content: ${quoted(head)}; font: 9pt system-ui, sans-serif; width: 100%; white-space: normal; }
      @bottom-left { content: ${quoted(foot)}; font: 9pt system-ui, sans-serif; width: 75%; }
      @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 9pt system-ui, sans-serif; }
    }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [head, foot]);
}

/** As a CSS string: nothing in it ends it, or begins a line. */
const quoted = (text: string): string =>
  `"${text.replaceAll(/["\\\n\r\f<>]/g, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`;
