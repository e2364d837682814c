import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Width of the roll, and what its printers leave white at the sides and at the ends; mm. */
const ROLL = { width: 80, sides: 4, ends: 3 } as const;
const PX_PER_MM = 96 / 25.4;

/**
 * Makes the page that is printed as long as the paper on it: a roll has no pages, and a style sheet cannot say "as long
 * as it is".
 */
export function usePaperLength(paper: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    const fit = () => {
      if (paper.current) sheet.replaceSync(pageOf(lengthOf(paper.current)));
    };
    addEventListener('beforeprint', fit);
    return () => {
      removeEventListener('beforeprint', fit);
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
    };
  }, [paper]);
}

/** As long as it will be on the roll, in mm. */
function lengthOf(paper: HTMLElement): number {
  paper.dataset.fitting = '';
  const px = paper.getBoundingClientRect().height;
  delete paper.dataset.fitting;
  return Math.ceil(px / PX_PER_MM);
}

function pageOf(length: number): string {
  const { width, sides, ends } = ROLL;
  // A millimetre more than it takes: half a pixel too few would be a second page.
  return `@page { size: ${width}mm ${length + 2 * ends + 1}mm; margin: ${ends}mm ${sides}mm; }`;
}
