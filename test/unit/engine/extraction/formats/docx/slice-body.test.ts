import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceBody } from '../../../../../../src-main/engine/extraction/formats/docx/slice-body.ts';
import { p } from './make-docx.ts';

const wrap = (body: string): string => `<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`;
const bodyOf = (xml: string): string => /<w:body>([\s\S]*)<\/w:body>/u.exec(xml)?.[1] ?? '';

describe('sliceBody', () => {
  it('cuts only between top-level blocks and loses nothing', () => {
    const block = fc.constantFrom(
      p('text'),
      '<w:p/>',
      `<w:tbl><w:tr><w:tc>${p('a')}${p('b')}</w:tc></w:tr></w:tbl>`,
      `<w:sdt><w:sdtContent>${p('c')}</w:sdtContent></w:sdt>`,
      `<w:p><w:pPr><w:rPr><w:ins w:id="1"/></w:rPr></w:pPr><w:ins w:id="2"><w:r><w:t>d</w:t></w:r></w:ins></w:p>`,
      `<w:p><w:r><w:pict><w:txbxContent>${p('box')}</w:txbxContent></w:pict></w:r></w:p>`,
      `<w:p><w:r><mc:AlternateContent><mc:Choice>${p('x')}</mc:Choice></mc:AlternateContent></w:r></w:p>`,
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 30 }), fc.integer({ min: 1, max: 400 }), (blocks, length) => {
        const slices = [...sliceBody(wrap(blocks.join('')), length)];
        expect(slices.map(bodyOf).join('')).toBe(blocks.join(''));
        // Each slice begins and ends where a block does: the blocks can be dealt out to the slices without a rest.
        let next = 0;
        for (const slice of slices) {
          let rest = bodyOf(slice);
          for (; next < blocks.length && rest !== '' && rest.startsWith(blocks[next] ?? ''); next += 1) {
            rest = rest.slice(blocks[next]?.length);
          }
          expect(rest).toBe('');
        }
      }),
    );
  });

  it('gives slices of about the length that is asked for', () => {
    const slices = [...sliceBody(wrap(p('some text').repeat(1000)), 5000)];
    expect(slices.length).toBeGreaterThan(10);
    expect(Math.max(...slices.map((slice) => bodyOf(slice).length))).toBeLessThan(5200);
  });

  it('keeps a paragraph whose mark is deleted with the next', () => {
    const deleted = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>one</w:t></w:r></w:p>';
    expect([...sliceBody(wrap(deleted + p('two') + p('three')), 10)].map(bodyOf)).toEqual([
      deleted + p('two'),
      p('three'),
      '',
    ]);
  });
});
