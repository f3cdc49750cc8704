/** The style sheet of the page: the reader's own fonts and colours, light or dark. */
export const style = `
:root { color-scheme: light dark; --line: light-dark(#d4d4d8, #3f3f46); --soft: light-dark(#f4f4f5, #27272a); --link: light-dark(#1d4ed8, #93c5fd); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--link); }
nav { padding: 1rem; border-bottom: 1px solid var(--line); }
nav ul { margin: 0; padding-left: 1rem; list-style: none; }
nav summary { cursor: pointer; padding: .25rem 0; }
main { padding: 1rem; max-width: 60rem; }
article { border-top: 1px solid var(--line); padding: .5rem 0 1rem; }
article:target { outline: 2px solid var(--link); outline-offset: .5rem; }
h3 { margin: .5rem 0; }
h4 { margin: 1rem 0 .25rem; }
.call b { display: inline-block; min-width: 4rem; }
.needs { opacity: .8; }
table { width: 100%; border-collapse: collapse; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); font-weight: normal; }
pre { background: var(--soft); padding: .75rem; overflow-x: auto; border-radius: .25rem; font-size: .875rem; }
code { font-size: .875rem; overflow-wrap: anywhere; }
small { opacity: .8; }
@media (min-width: 64rem) {
  nav { position: fixed; inset: 0 auto 0 0; width: 18rem; overflow-y: auto; border: 0; border-right: 1px solid var(--line); }
  main { margin-left: 18rem; padding: 1rem 2rem; }
}
`;
