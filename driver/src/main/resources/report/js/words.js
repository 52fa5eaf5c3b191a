// Numbers, colours and small parts of a page, for all kinds of charts.

// ---- numbers, as the tables print them

/** Five significant digits, as in the tables, or more where these tell values apart. */
function number(x, significant = 5) {
  if (x === null || x === undefined || !Number.isFinite(x)) return '–';
  if (x === 0 || Number.isInteger(x) && Math.abs(x) < 1e6) return String(x);
  const magnitude = Math.abs(x);
  if (magnitude < 1e-3 || magnitude >= 1e6) {
    return x.toExponential(Math.min(significant, 18) - 2).replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const digits = Math.max(0, significant - 1 - Math.floor(Math.log10(magnitude)));
  const text = x.toFixed(digits);
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text;
}

const RAISED = { '-': '⁻', 0: '⁰', 1: '¹', 2: '²', 3: '³', 4: '⁴', 5: '⁵', 6: '⁶', 7: '⁷', 8: '⁸', 9: '⁹' };

/** A tick's label: powers of ten far from one as such. */
function tick(x, digits) {
  if (x === 0) return '0';
  const exponent = Math.log10(Math.abs(x));
  const power = Math.round(exponent);
  if (Math.abs(exponent - power) < 1e-9 && Math.abs(power) > 3) {
    return (x < 0 ? '−' : '') + '10' + [...String(power)].map(c => RAISED[c]).join('');
  }
  if (Math.abs(x) >= 1e5 || Math.abs(x) < 1e-3) {
    return Number(x.toPrecision(Math.max(3, digits - 1))).toExponential().replace('e+', 'e');
  }
  return String(Number(x.toPrecision(digits)));
}

/** Digits that tell values apart which differ by no less than a fraction of their range. */
function digitsOf(values, least) {
  const known = values.filter(v => v !== null && v !== undefined && Number.isFinite(v));
  let low = Infinity;
  let high = -Infinity;
  for (const v of known) { low = Math.min(low, v); high = Math.max(high, v); }
  if (!(high > low)) return least;
  const most = Math.max(Math.abs(low), Math.abs(high));
  const digits = Math.ceil(Math.log10(most) - Math.log10(high - low)) + 3;
  return Math.min(16, Math.max(least, digits));
}

/** Labels of categories: numbers as short as tells them apart. */
function categoryLabels(texts) {
  const isNumber = text => text.trim() !== '' && Number.isFinite(Number(text));
  for (let digits = 3; digits <= 17; digits++) {
    const short = texts.map(text => isNumber(text) ? tick(Number(text), digits) : text);
    if (new Set(short).size === new Set(texts).size) return short;
  }
  return texts;
}

// ---- colours, shapes and words

const STATUSES = ['converged', 'not_converged', 'diverged', 'left_domain', 'timed_out', 'failed'];
const GLYPHS = { converged: '●', not_converged: '○', diverged: '▲', left_domain: '◆', timed_out: '■', failed: '✕' };
const DECALS = {
  converged: null,
  not_converged: { symbol: 'circle', symbolSize: 0.6, dashArrayX: [[5, 5], [0, 5, 5, 0]], dashArrayY: [5, 0] },
  diverged: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  left_domain: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4 },
  timed_out: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 5], rotation: 0 },
  failed: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [3, 5], rotation: Math.PI / 2 },
};
const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
const DASHES = ['solid', [7, 3], [2, 3], [8, 3, 2, 3]];
/** Statuses whose colour is so pale that a shape on it must be dark. */
const PALE = ['not_converged', 'timed_out'];
const PLAIN = { THEORY: 'theory', FIT: 'fit' };

const words = status => status.replace(/_/g, ' ');

const COLOURS = 8;

/** Names with the places among the colours that they had first on the page. */
const known = new Map();

/** Places for the names of a figure: each its own, and the same name where it can be the same. */
function placesOf(names) {
  const places = new Map();
  const taken = new Set();
  const put = (name, place) => { places.set(name, place); taken.add(place); };
  for (const name of names) {
    if (known.has(name) && !taken.has(known.get(name))) put(name, known.get(name));
  }
  for (const name of names) {
    if (places.has(name)) continue;
    let place = 0;
    while (taken.has(place)) place++;
    put(name, place);
    if (!known.has(name)) known.set(name, place);
  }
  return places;
}

const symbol = place => SYMBOLS[place % SYMBOLS.length];
const dash = place => DASHES[Math.floor(place / COLOURS) % DASHES.length];

/** Colours of a theme, read from the style sheet; without a name, of the one that is shown. */
function palette(theme) {
  const probe = document.createElement('div');
  if (theme) probe.dataset.theme = theme;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const get = name => style.getPropertyValue('--' + name).trim();
  const names = ['card', 'ink', 'soft', 'line', 'grid', 'decal', 'glyph', 'on-pale', ...STATUSES];
  const colours = Object.fromEntries(names.map(name => [name, get(name)]));
  colours.series = [0, 1, 2, 3, 4, 5, 6, 7].map(i => get('s' + i));
  probe.remove();
  colours.on = status => colours[PALE.includes(status) ? 'on-pale' : 'glyph'];
  colours.of = place => place === undefined ? colours.ink : colours.series[place % COLOURS];
  return colours;
}

// ---- small parts of a page

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function button(text, act, pressed, ...before) {
  const made = element('button', { type: 'button' }, ...before, text);
  if (pressed !== undefined) made.setAttribute('aria-pressed', pressed);
  made.addEventListener('click', () => act(made));
  return made;
}

function shape(tag, attributes) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function swatch(entry, colours) {
  const svg = shape('svg', { width: 26, height: 14, 'aria-hidden': 'true' });
  if (entry.status) {
    svg.append(shape('rect', { x: 2, width: 22, height: 14, rx: 3, fill: colours[entry.status] }));
    const text = shape('text', { x: 13, y: 11, 'text-anchor': 'middle', 'font-size': 10, fill: colours.on(entry.status) });
    text.textContent = GLYPHS[entry.status];
    svg.append(text);
    return svg;
  }
  const colour = entry.mark ? colours.ink : colours.of(entry.place);
  const dashes = entry.mark === 'THEORY' ? '5 3' : entry.mark ? 'none' : [].concat(dash(entry.place)).join(' ');
  if (!entry.dots) {
    svg.append(shape('line', {
      x1: 1, y1: 7, x2: 25, y2: 7, stroke: colour, 'stroke-width': entry.mark === 'FIT' ? 1.5 : 2,
      'stroke-dasharray': dashes === 'solid' ? 'none' : dashes,
    }));
  }
  if (!entry.mark) {
    const outline = {
      circle: 'M9,7a4,4 0 1,0 8,0a4,4 0 1,0 -8,0', rect: 'M9.5,3.5h7v7h-7z',
      triangle: 'M13,2.5l4.5,8h-9z', diamond: 'M13,2l5,5l-5,5l-5,-5z',
    };
    svg.append(shape('path', { d: outline[symbol(entry.place)], fill: colour }));
  }
  return svg;
}

/** One line of a tip: texts are set as texts, never as markup. */
function row(colour, name, value, extra) {
  const parts = [];
  const dot = element('i');
  dot.style.background = colour;
  parts.push(element('div', {}, dot, element('span', {}, name), element('span', { class: 'value' }, value)));
  if (extra) parts.push(element('span', { class: 'extra' }, extra));
  return parts;
}
