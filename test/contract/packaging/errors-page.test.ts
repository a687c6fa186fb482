import { describe, expect, it } from 'vitest';
import { renderErrorsPage } from '../../../scripts/errors-page.ts';
import { errorCodes } from '../../../shared/error-codes.ts';

describe('the page of error codes', () => {
  const page = renderErrorsPage();

  it('has a heading for every code, in order', () => {
    const headings = [...page.matchAll(/^### (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(Object.keys(errorCodes).sort());
  });

  it('says what happened, why and what to do', () => {
    const { what, why, cure } = errorCodes.CFG_BINDING_MISSING;
    const start = page.indexOf('### CFG_BINDING_MISSING');
    const section = page.slice(start, page.indexOf('###', start + 4));
    for (const part of [what, why, cure, 'Who can fix it']) expect(section).toContain(part);
  });

  it('has only links that lead somewhere', () => {
    const anchors = [...page.matchAll(/^## (.+)$/gm)].map((match) =>
      (match[1] ?? '')
        .toLowerCase()
        .replaceAll(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...page.matchAll(/\]\(#(.+?)\)/g)].map((match) => match[1]);
    expect(links).toEqual(anchors);
  });
});
