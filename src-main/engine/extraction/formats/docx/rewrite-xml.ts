/**
 * mammoth drops the content of elements that it does not know, and of every AlternateContent but its fallback. Here these
 * elements get the name of one whose children it reads (w:smartTag), or of one that means the same.
 * ECMA-376 part 1: fldSimple 17.16.19, dir/bdo 17.3.2.8 and 17.3.2.3, ruby 17.3.3.25, cr 17.3.3.4, ptab 17.3.3.23.
 */
const NEW_NAMES: Readonly<Record<string, string>> = {
  'w:fldSimple': 'w:smartTag',
  'w:dir': 'w:smartTag',
  'w:bdo': 'w:smartTag',
  'w:ruby': 'w:smartTag',
  'w:rubyBase': 'w:smartTag',
  'w:cr': 'w:br',
  'w:ptab': 'w:tab',
  // A drawing's text box is read after the paragraph it hangs on, as those of VML are. Pictures are left out on the way.
  'w:drawing': 'w:pict',
  'wp:inline': 'w:smartTag',
  'wp:anchor': 'w:smartTag',
  'a:graphic': 'w:smartTag',
  'a:graphicData': 'w:smartTag',
  'wps:wsp': 'w:smartTag',
  'wps:txbx': 'w:smartTag',
  'wpg:wgp': 'w:smartTag',
  'wpg:grpSp': 'w:smartTag',
  'wpc:wpc': 'w:smartTag',
  'v:oval': 'v:rect',
  'v:line': 'v:rect',
  'v:polyline': 'v:rect',
  'v:arc': 'v:rect',
  'v:curve': 'v:rect',
  'v:imagedata': 'w:proofErr',
  'm:t': 'w:t',
};

const SKIPPED = String.raw`<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->`;
const TAGS = new RegExp(
  String.raw`${SKIPPED}|<(\/?)(${Object.keys(NEW_NAMES).join('|')}|m:[A-Za-z]+|mc:(?:AlternateContent|Choice|Fallback))(?=[\s/>])`,
  'gu',
);
const ALTERNATIVES = new RegExp(
  String.raw`${SKIPPED}|<(\/?)(mc:AlternateContent|mc:Choice|mc:Fallback|w:txbxContent)(?=[\s/>])`,
  'gu',
);

/** Of each AlternateContent, in the order of their start tags: whether its choice has text that its fallback lacks. */
const planAlternatives = (xml: string): readonly boolean[] => {
  const found: { choiceText: boolean; fallback: boolean; fallbackText: boolean }[] = [];
  const open: { readonly plan: (typeof found)[number]; inside: string }[] = [];
  for (const [, slash, name] of xml.matchAll(ALTERNATIVES)) {
    if (name === undefined) continue;
    const top = open.at(-1);
    if (name === 'mc:AlternateContent') {
      if (slash === '/') {
        open.pop();
        continue;
      }
      const plan = { choiceText: false, fallback: false, fallbackText: false };
      found.push(plan);
      open.push({ plan, inside: '' });
    } else if (top !== undefined && slash !== '/') {
      if (name === 'mc:Fallback') top.plan.fallback = true;
      if (name !== 'w:txbxContent') top.inside = name;
      else if (top.inside === 'mc:Fallback') top.plan.fallbackText = true;
      else top.plan.choiceText = true;
    }
  }
  return found.map(({ choiceText, fallback, fallbackText }) => !fallback || (choiceText && !fallbackText));
};

const SWAPPED: Readonly<Record<string, string>> = { 'mc:Choice': 'mc:Fallback', 'mc:Fallback': 'mc:Choice' };

/**
 * Renames elements of WordprocessingML so that mammoth reads simple fields, bidirectional text, ruby, formulas, text
 * boxes and alternatives without a fallback, each once. Relies on the usual prefixes, which Word and all others write.
 */
export const rewriteXml = (xml: string): string => {
  const plans = planAlternatives(xml);
  const open: boolean[] = [];
  let seen = 0;
  return xml.replace(TAGS, (whole: string, slash?: string, name?: string) => {
    if (name === undefined || slash === undefined) return whole;
    if (name === 'mc:AlternateContent') {
      if (slash === '/') open.pop();
      else open.push(plans[seen++] ?? false);
      return whole;
    }
    if (name.startsWith('mc:')) return open.at(-1) === true ? `<${slash}${SWAPPED[name] ?? name}` : whole;
    const known = NEW_NAMES[name];
    if (known !== undefined) return `<${slash}${known}`;
    // Properties of formulas hold no text.
    if (name.endsWith('Pr')) return whole;
    // The one mark without which a formula reads wrongly: 1/2, not 12.
    return name === 'm:num' && slash === '/' ? '<w:t>/</w:t></w:smartTag' : `<${slash}w:smartTag`;
  });
};
