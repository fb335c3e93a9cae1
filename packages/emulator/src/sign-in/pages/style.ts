/** The style sheet of all pages. */
export const style = `:root { color-scheme: light dark; --ink: light-dark(#1d2330, #e7e9ee); --soft: light-dark(#5a6375, #a2aabb);
  --ground: light-dark(#f3f4f7, #14171d); --paper: light-dark(#fff, #1d212a); --line: light-dark(#d9dde5, #363d4a); --accent: light-dark(#1a5fb4, #8bb8f2); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; padding: 10vh 1rem 2rem; background: var(--ground); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 27rem; margin: 0 auto; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.25; font-weight: 600; }
p { margin: 0 0 1rem; }
main > p:last-child, form > p:last-child { margin-bottom: 0; }
@media (max-width: 30rem) { body { padding: 1rem; } main { padding: 1.5rem 1.25rem; } }
.soft, footer { color: var(--soft); font-size: .875rem; }
footer { max-width: 27rem; margin: 1rem auto 0; text-align: center; }
ul { list-style: none; margin: 1.25rem 0; padding: 0; border-top: 1px solid var(--line); }
li { border-bottom: 1px solid var(--line); }
button { font: inherit; color: inherit; cursor: pointer; padding: .5rem 1rem; border: 1px solid var(--line); border-radius: .4rem; background: none; }
li button { display: block; width: 100%; padding: .7rem .5rem; border: 0; border-radius: 0; text-align: left; }
li button span { display: block; color: var(--soft); font-size: .875rem; }
button:hover { background: var(--ground); }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--paper); }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
label { display: block; margin: 0 0 1rem; }
input { display: block; width: 100%; margin-top: .25rem; padding: .5rem .6rem; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .4rem; }
code { font-size: .875rem; }
[role="alert"] { padding: .6rem .8rem; border-left: 3px solid light-dark(#b3261e, #f2968f); background: var(--ground); }
.actions { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; }
`;
