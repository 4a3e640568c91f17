import type { Markup } from './markup.ts';

/** The colours of the report in both themes; every text colour has a contrast of 4.5 or more (WCAG 2.2, 1.4.3). */
export const REPORT_COLOURS = {
  light: {
    ground: '#ffffff',
    raised: '#f3f5f7',
    line: '#c9d0d6',
    text: '#1b2026',
    muted: '#55606a',
    good: '#17633a',
    bad: '#a3152b',
    warn: '#754800',
  },
  dark: {
    ground: '#15181b',
    raised: '#1f2428',
    line: '#434b52',
    text: '#e4e8eb',
    muted: '#a5afb7',
    good: '#7fcf9b',
    bad: '#ff9494',
    warn: '#e8bd6d',
  },
} as const;

const variables = (colours: Readonly<Record<string, string>>): string =>
  Object.entries(colours)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(';');

/** The style sheet of the report. Paper is white, whatever the theme. */
export const REPORT_STYLE: Markup = {
  markup: `
:root{color-scheme:light dark;${variables(REPORT_COLOURS.light)}}
@media (prefers-color-scheme:dark){:root{${variables(REPORT_COLOURS.dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:14px/1.45 system-ui,'Segoe UI',sans-serif}
main{max-width:76rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.1rem;margin:2rem 0 .5rem;padding-bottom:.25rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.25rem 0;max-width:60rem}
code{font:13px ui-monospace,Consolas,monospace}
.muted{color:var(--muted)}.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.good,.bad,.warn{font-weight:600}
.path{display:block;font-size:12px;color:var(--muted)}
dl{display:flex;flex-wrap:wrap;gap:.5rem;margin:1rem 0}
dl div{background:var(--raised);border:1px solid var(--line);border-radius:4px;padding:.4rem .75rem;min-width:7rem}
dt{font-size:12px;color:var(--muted)}
dd{margin:0;font-size:1.05rem;font-variant-numeric:tabular-nums}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
caption{text-align:left;color:var(--muted);padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
thead th{background:var(--raised);font-size:12px;white-space:nowrap}
tbody th{font-weight:400}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
:focus-visible{outline:2px solid var(--text);outline-offset:2px}
footer{margin-top:2rem;font-size:12px;color:var(--muted)}
@page{margin:15mm}
@media print{
:root{color-scheme:light;${variables(REPORT_COLOURS.light)}}
body{font-size:10pt}
main{max-width:none;padding:0}
.table{overflow:visible}
thead{display:table-header-group}
tr,dl div{break-inside:avoid}
h2,h3{break-after:avoid}
}
`,
};
