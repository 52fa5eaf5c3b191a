(() => {
  'use strict';

  // ---- numbers, as the tables print them

  /** Five significant digits; the same text as in the tables. */
  function number(x) {
    if (x === null || x === undefined || !Number.isFinite(x)) return '–';
    if (x === 0 || Number.isInteger(x) && Math.abs(x) < 1e6) return String(x);
    const magnitude = Math.abs(x);
    if (magnitude < 1e-3 || magnitude >= 1e6) {
      return x.toExponential(3).replace(/e([+-])(\d)$/, 'e$10$2');
    }
    const digits = Math.max(0, 4 - Math.floor(Math.log10(magnitude)));
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
      return Number(x.toPrecision(3)).toExponential().replace('e+', 'e');
    }
    return String(Number(x.toPrecision(digits)));
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
    const colour = entry.mark ? colours.soft : colours.of(entry.place);
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

  // ---- axes

  /** Where a value stands: logarithms are taken here, and not by an axis, which would round 1e-21 to 0. */
  const at = (axis, x) => axis.log ? Math.log10(x) : x;
  const stands = (axis, x) => x !== null && x !== undefined && (!axis.log || x > 0);

  /** Steps of 1, 2 or 5 times a power of ten, at least {@code least} of them. */
  function roundSteps(low, high, least) {
    const power = 10 ** Math.floor(Math.log10((high - low) / least));
    const step = power * [5, 2, 1].find(m => (high - low) / (m * power) >= least || m === 1);
    const values = [];
    for (let i = Math.ceil(low / step); i * step <= high; i++) values.push(i * step);
    return values;
  }

  /** Ticks of a logarithmic axis from 10^a to 10^b, as exponents. */
  function logTicks(a, b) {
    const powers = [];
    const step = Math.ceil((b - a) / 7);
    for (let k = Math.ceil(a); k <= b; k++) if (k % step === 0) powers.push(k);
    if (powers.length >= 3) return powers;
    const digits = [];
    for (let k = Math.floor(a); k <= b; k++) {
      for (const m of [1, 2, 5]) {
        const exponent = k + Math.log10(m);
        if (exponent >= a && exponent <= b) digits.push(exponent);
      }
    }
    return digits.length >= 3 ? digits : roundSteps(10 ** a, 10 ** b, 4).filter(v => v > 0).map(Math.log10);
  }

  /** Ends and ticks that an axis needs for its values. */
  function extent(axis, values) {
    const places = values.filter(v => stands(axis, v)).map(v => at(axis, v));
    if (!axis.log || places.length === 0) return {};
    let low = Infinity;
    let high = -Infinity;
    for (const v of places) { low = Math.min(low, v); high = Math.max(high, v); }
    const pad = Math.max(0.05 * (high - low), 0.01);
    const ends = { min: low - pad, max: high + pad };
    const customValues = logTicks(ends.min, ends.max);
    return { ...ends, axisTick: { customValues }, axisLabel: { customValues } };
  }

  function axisOption(colours, spec, extent, vertical) {
    const common = {
      name: spec.name,
      nameLocation: vertical ? 'end' : 'middle',
      nameGap: vertical ? 12 : 28,
      nameTextStyle: { color: colours.soft, fontSize: 12, align: vertical ? 'left' : 'center' },
      axisLine: { show: true, onZero: false, lineStyle: { color: colours.line } },
      axisTick: { lineStyle: { color: colours.line } },
      axisLabel: { color: colours.soft, fontSize: 11, hideOverlap: true },
      splitLine: { lineStyle: { color: colours.grid } },
    };
    if (spec.categories) {
      return {
        ...common, type: 'category', data: spec.categories, splitLine: { show: false },
        axisLabel: { ...common.axisLabel, formatter: text => Number.isFinite(Number(text)) ? tick(Number(text), 3) : text },
      };
    }
    return {
      ...common,
      ...extent,
      type: 'value',
      scale: true,
      axisTick: { ...common.axisTick, ...extent.axisTick },
      axisLabel: {
        ...common.axisLabel, ...extent.axisLabel, formatter: x => tick(spec.log ? 10 ** x : x, 4),
      },
    };
  }

  function frame(colours, extra) {
    return {
      animation: false,
      backgroundColor: 'transparent',
      textStyle: { fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif' },
      grid: { left: 8, right: 20, top: 34, bottom: 34, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: {
        confine: true, backgroundColor: colours.card, borderColor: colours.line, padding: [6, 10],
        textStyle: { color: colours.ink }, ...extra,
      },
    };
  }

  // ---- lines

  /** Ends of the band of each point that has one, on the scales of the axes. */
  function bandData(points, spec, floor) {
    return points.filter(p => p[2] != null && p[3] != null && p[3] > p[2])
      .map(p => [at(spec.x, p[0]), at(spec.y, Math.max(p[2], floor)), at(spec.y, Math.max(p[3], floor))]);
  }

  function bandSeries(data, draw) {
    return data.length === 0 ? [] : [{
      type: 'custom', silent: true, clip: true, data, encode: { x: 0, y: [1, 2] }, z: 1,
      tooltip: { show: false }, renderItem: draw,
    }];
  }

  function bandOf(points, spec, floor, colour) {
    // a point whose band has no width keeps the band together
    const data = points.filter(p => p[2] != null && p[3] != null)
      .map(p => [at(spec.x, p[0]), at(spec.y, Math.max(p[2], floor)), at(spec.y, Math.max(p[3], floor))]);
    if (!data.some(p => p[2] > p[1])) return [];
    return bandSeries(data, (parameters, api) => {
      if (parameters.dataIndex > 0) return null;
      const upper = data.map(p => api.coord([p[0], p[2]]));
      const lower = data.map(p => api.coord([p[0], p[1]])).reverse();
      return { type: 'polygon', shape: { points: [...upper, ...lower] }, style: { fill: colour, opacity: 0.16 } };
    });
  }

  function barsOf(points, spec, floor, colour) {
    return bandSeries(bandData(points, spec, floor), (parameters, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)])[1];
      return {
        type: 'line', shape: { x1: x, y1: low, x2: x, y2: high },
        style: { stroke: colour, opacity: 0.5, lineWidth: 2 },
      };
    });
  }

  const MOST_SYMBOLS = 40;

  /** Points of a series; hollow where some trials have no value. Of many full ones some have a symbol. */
  function dataOf(points, spec, colours, colour, place, all) {
    const hollow = p => p[5] !== undefined && p[5] < p[4];
    const each = all || points.some(hollow) ? 1 : Math.ceil(points.length / MOST_SYMBOLS);
    return points.map((p, i) => ({
      value: [at(spec.x, p[0]), at(spec.y, p[1])],
      point: p,
      symbol: i % each === 0 ? symbol(place) : 'none',
      itemStyle: hollow(p) ? { color: colours.card, borderColor: colour, borderWidth: 1.5 } : { color: colour },
    }));
  }

  function seriesOf(series, spec, colours, floor, place) {
    const colour = colours.of(place);
    const points = series.points.filter(p => stands(spec.x, p[0]) && stands(spec.y, p[1]));
    const plain = (type, width, z) => [{
      type: 'line', name: series.name, z, showSymbol: false, symbol: 'none', itemStyle: { color: colour },
      data: dataOf(points, spec, colours, colour, place, true), lineStyle: { color: colour, width, type },
    }];
    switch (series.mark) {
      case 'DOTS':
        return [
          ...barsOf(points, spec, floor, colour),
          {
            type: 'scatter', name: series.name, z: 3, symbolSize: points.length > 200 ? 5 : 8,
            data: dataOf(points, spec, colours, colour, place, true), itemStyle: { opacity: 0.85 },
          },
        ];
      case 'THEORY':
        return plain([5, 4], 1.5, 4);
      case 'FIT':
        return plain('solid', 1.5, 2);
      default:
        return [
          ...bandOf(points, spec, floor, colour),
          {
            type: 'line', name: series.name, z: 3, symbolSize: points.length > MOST_SYMBOLS ? 5 : 7,
            data: dataOf(points, spec, colours, colour, place, false), showSymbol: true, showAllSymbol: true,
            lineStyle: { color: colour, width: 2, type: dash(place) }, itemStyle: { color: colour },
          },
        ];
    }
  }

  function tipOfLines(panel, colours, parameters) {
    const shown = [].concat(parameters).filter(p => p.seriesType !== 'custom');
    if (shown.length === 0) return null;
    const x = shown[0].data.point[0];
    const label = panel.x.categories ? panel.x.categories[x] : number(x);
    const tip = element('div', { class: 'tip' }, element('b', {}, `${panel.x.name} ${label}`));
    for (const p of shown) {
      const point = p.data.point;
      let extra = '';
      if (point[4] > 1) {
        const band = point[2] == null || point[3] == null ? '' : `10–90 %: ${number(point[2])} to ${number(point[3])}, `;
        extra = point[5] < point[4] ? `${band}${point[5]} of ${point[4]} trials have a value` : `${band}${point[4]} trials`;
      }
      tip.append(...row(p.data.colour ?? p.color, p.seriesName, number(point[1]), extra));
    }
    return tip;
  }

  function linesOption(panel, figure, colours) {
    const spec = {
      x: { ...panel.x, log: !panel.x.categories && figure.log.x },
      y: { ...panel.y, log: figure.log.y },
    };
    const visible = panel.series.filter(s => figure.shows(s));
    const all = figure.panels.flatMap(p => p.series.filter(s => figure.shows(s)).flatMap(s => s.points));
    const least = all.map(p => p[1]).filter(v => stands(spec.y, v)).reduce((a, b) => Math.min(a, b), Infinity);
    const floor = spec.y.log ? least / 10 : -Infinity;
    const ys = all.flatMap(p => [p[1], p[2] ?? null, p[3] ?? null]).filter(v => v !== null && v >= floor);
    const xs = visible.flatMap(s => s.points).map(p => p[0]);
    return {
      ...frame(colours, {
        trigger: visible.every(s => s.mark !== 'LINE') ? 'item' : 'axis',
        axisPointer: { type: 'line', lineStyle: { color: colours.soft }, snap: true },
        formatter: p => tipOfLines(panel, colours, p),
      }),
      xAxis: axisOption(colours, spec.x, extent(spec.x, xs), false),
      yAxis: axisOption(colours, spec.y, extent(spec.y, ys), true),
      series: visible.flatMap(s => seriesOf(s, spec, colours, floor, figure.places.get(s.colour))),
    };
  }

  // ---- shares and maps of statuses

  const decalOf = (status, colours) => DECALS[status] && { ...DECALS[status], color: colours.decal };

  function sharesOption(panel, figure, colours) {
    const totals = panel.x.categories.map((_, i) => panel.counts.reduce((sum, along) => sum + along[i], 0));
    const series = panel.statuses.map((status, s) => ({
      type: 'bar', stack: 'all', name: words(status), barCategoryGap: '0%',
      data: panel.counts[s].map((count, i) => totals[i] ? 100 * count / totals[i] : 0),
      itemStyle: {
        color: colours[status], decal: decalOf(status, colours), borderColor: colours[status], borderWidth: 0.5,
      },
    })).filter((_, s) => figure.showsStatus(panel.statuses[s]));
    return {
      ...frame(colours, {
        trigger: 'axis', axisPointer: { type: 'shadow' },
        formatter: list => {
          const i = list[0].dataIndex;
          const tip = element('div', { class: 'tip' }, element('b', {}, `${panel.x.name} ${panel.x.categories[i]}`));
          panel.statuses.forEach((status, s) => {
            const count = panel.counts[s][i];
            if (count) tip.append(...row(colours[status], `${GLYPHS[status]} ${words(status)}`, `${count} of ${totals[i]}`));
          });
          return tip;
        },
      }),
      xAxis: axisOption(colours, panel.x, {}, false),
      yAxis: {
        ...axisOption(colours, { name: '% of the trials' }, {}, true), min: 0, max: 100,
      },
      series,
    };
  }

  function mapOption(panel, figure, colours) {
    const byStatus = new Map();
    for (const cell of panel.cells) {
      const counts = cell.slice(2);
      const total = counts.reduce((a, b) => a + b, 0);
      const most = counts.indexOf(Math.max(...counts));
      const status = panel.statuses[most];
      if (!byStatus.has(status)) byStatus.set(status, []);
      byStatus.get(status).push({ value: [cell[0], cell[1], counts[most] / total], counts, total });
    }
    const series = [...byStatus].filter(([status]) => figure.showsStatus(status)).map(([status, data]) => ({
      type: 'custom', name: words(status), data, encode: { x: 0, y: 1 }, itemStyle: { color: colours[status] },
      renderItem: (params, api) => {
        const [x, y] = api.coord([api.value(0), api.value(1)]);
        const [width, height] = api.size([1, 1]);
        const gap = Math.min(width, height) > 8 ? 1 : 0;
        const children = [{
          type: 'rect',
          shape: { x: x - width / 2 + gap / 2, y: y - height / 2 + gap / 2, width: width - gap, height: height - gap },
          style: { fill: colours[status], opacity: 0.35 + 0.65 * api.value(2) },
        }];
        const room = Math.min(width, height);
        if (room >= 11) {
          const share = width > 64 && height > 24 ? ` ${Math.round(100 * api.value(2))} %` : '';
          children.push({
            type: 'text', silent: true,
            style: {
              text: GLYPHS[status] + share, x, y, align: 'center', verticalAlign: 'middle', fill: colours.on(status),
              fontSize: Math.min(14, room - 2),
            },
          });
        }
        return { type: 'group', children };
      },
    }));
    return {
      ...frame(colours, {
        trigger: 'item',
        formatter: p => {
          const [x, y] = p.value;
          const tip = element('div', { class: 'tip' },
            element('b', {}, `${panel.x.name} ${panel.x.categories[x]}, ${panel.y.name} ${panel.y.categories[y]}`));
          p.data.counts.forEach((count, s) => {
            const status = panel.statuses[s];
            if (count) tip.append(...row(colours[status], `${GLYPHS[status]} ${words(status)}`, `${count} of ${p.data.total}`));
          });
          return tip;
        },
      }),
      xAxis: axisOption(colours, panel.x, {}, false),
      yAxis: axisOption(colours, panel.y, {}, true),
      series,
    };
  }

  const OPTIONS = { lines: linesOption, shares: sharesOption, map: mapOption };

  // ---- figures

  class Figure {
    constructor(root) {
      this.root = root;
      this.panels = JSON.parse(document.getElementById(root.id + '-data').textContent);
      this.hidden = new Set();
      const first = this.panels[0];
      this.lines = first.kind === 'lines';
      this.log = this.lines ? { x: first.x.log, y: first.y.log } : {};
      const names = this.lines ? this.panels.flatMap(p => p.series).map(s => s.colour) : [];
      this.places = placesOf(new Set(names.filter(name => name !== 'theory')));
      this.controls();
      this.charts = this.panels.map((panel, i) => this.chart(panel, `${root.id}-${i + 1}`));
      this.draw();
    }

    shows(series) {
      return !this.hidden.has('colour ' + series.colour) && !this.hidden.has('mark ' + series.mark);
    }

    showsStatus(status) {
      return !this.hidden.has('status ' + status);
    }

    chart(panel, id) {
      const canvas = document.getElementById(id);
      if (panel.kind === 'map') canvas.classList.add('tall');
      const chart = echarts.init(canvas, null, { renderer: 'svg' });
      new ResizeObserver(() => { if (!printing) chart.resize(); }).observe(canvas);
      const tools = this.panels.length > 1 ? canvas.parentElement.querySelector('.tools') : this.scales;
      tools.append(button('Save SVG', () => this.save(panel)));
      readByKeys(canvas, chart);
      return chart;
    }

    /** What can be shown or hidden: groups by colour, then theory and fit as such; or statuses. */
    entries() {
      const entries = new Map();
      for (const panel of this.panels) {
        if (this.lines) {
          for (const s of panel.series) {
            const plain = PLAIN[s.mark];
            const place = this.places.get(s.colour);
            if (!plain) entries.set('colour ' + s.colour, { name: s.colour, place, dots: s.mark === 'DOTS' });
          }
        } else {
          const seen = panel.kind === 'shares' ? panel.statuses : panel.statuses.filter((_, s) =>
            panel.cells.some(c => c[2 + s] > 0 && c[2 + s] === Math.max(...c.slice(2))));
          for (const status of STATUSES.filter(s => seen.includes(s))) {
            entries.set('status ' + status, { name: words(status), status });
          }
        }
      }
      for (const mark of Object.keys(PLAIN)) {
        if (this.lines && this.panels.some(p => p.series.some(s => s.mark === mark))) {
          entries.set('mark ' + mark, { name: PLAIN[mark], mark });
        }
      }
      return entries;
    }

    controls() {
      this.legend = this.root.querySelector('.legend');
      const bar = element('div', { class: 'controls' });
      this.legend.replaceWith(bar);
      bar.append(this.legend);
      this.scales = element('div', { class: 'scales', role: 'group', 'aria-label': 'Chart' });
      bar.append(this.scales);
      if (this.lines) {
        for (const which of ['x', 'y']) {
          if (this.canBeLog(which)) {
            const made = button(`log ${which}`, b => this.scale(which, b), this.log[which]);
            made.classList.add('toggle');
            this.scales.append(made);
          } else {
            this.log[which] = false;
          }
        }
      }
    }

    canBeLog(which) {
      const at = which === 'x' ? 0 : 1;
      return this.panels.every(p => !p[which].categories)
        && this.panels.some(p => p.series.some(s => s.points.some(point => point[at] > 0)));
    }

    scale(which, pressed) {
      this.log[which] = !this.log[which];
      pressed.setAttribute('aria-pressed', this.log[which]);
      this.draw();
    }

    drawLegend(colours) {
      const entries = this.entries();
      const focused = this.legend.contains(document.activeElement)
        ? [...this.legend.querySelectorAll('button')].indexOf(document.activeElement) : -1;
      this.legend.replaceChildren();
      if (entries.size < 2) return;
      for (const [key, entry] of entries) {
        const toggle = () => {
          if (!this.hidden.delete(key)) this.hidden.add(key);
          this.draw();
        };
        this.legend.append(element('li', {}, button(entry.name, toggle, !this.hidden.has(key), swatch(entry, colours))));
      }
      if (focused >= 0) this.legend.querySelectorAll('button')[focused].focus();
    }

    draw(theme) {
      const colours = palette(theme);
      this.drawLegend(colours);
      this.panels.forEach((panel, i) =>
        this.charts[i].setOption(OPTIONS[panel.kind](panel, this, colours), { notMerge: true }));
    }

    /** The picture as a file, in light colours, with its title and its legend inside. */
    save(panel) {
      const colours = palette('light');
      const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 820, height: 520 });
      const option = OPTIONS[panel.kind](panel, this, colours);
      const title = this.root.querySelector('h3').textContent + (panel.title ? ', ' + panel.title : '');
      const names = [...new Set(option.series.filter(s => !s.silent).map(s => s.name))];
      chart.setOption({
        ...option,
        backgroundColor: colours.card,
        title: { text: title, left: 8, top: 6, textStyle: { color: colours.ink, fontSize: 15 } },
        legend: { data: names, bottom: 6, type: 'plain', textStyle: { color: colours.ink }, show: names.length > 1 },
        grid: { ...option.grid, top: 70, bottom: 50 + 24 * Math.ceil(names.length / 4) },
      });
      const url = URL.createObjectURL(new Blob([chart.renderToSVGString()], { type: 'image/svg+xml' }));
      chart.dispose();
      const link = element('a', { href: url, download: fileName(title) });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 10000);
    }
  }

  function fileName(title) {
    const name = document.querySelector('h1').textContent + '-' + title;
    return name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 100) + '.svg';
  }

  /** Arrow keys step through the points of a focused chart, up and down through its series. */
  function readByKeys(canvas, chart) {
    let at = -1;
    let line = 0;
    canvas.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] ?? 0;
      const change = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
      if (event.key === 'Escape') chart.dispatchAction({ type: 'hideTip' });
      if (!step && !change) return;
      const series = chart.getOption().series;
      const readable = series.map((s, i) => i).filter(i => series[i].data.length && !series[i].silent);
      if (readable.length === 0) return;
      event.preventDefault();
      line = (line + change + readable.length) % readable.length;
      const size = series[readable[line]].data.length;
      at = Math.min(size - 1, Math.max(0, at + step));
      chart.dispatchAction({ type: 'showTip', seriesIndex: readable[line], dataIndex: at });
    });
    canvas.addEventListener('blur', () => chart.dispatchAction({ type: 'hideTip' }));
  }

  // ---- theme and print

  let printing = false;
  const root = document.documentElement;
  const wanted = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => root.dataset.theme ? root.dataset.theme === 'dark' : wanted.matches;
  const figures = [];
  const redraw = theme => figures.forEach(figure => figure.draw(theme));

  function remembered() {
    try { return localStorage.getItem('gradsweep-theme'); } catch { return null; }
  }

  function remember(theme) {
    try { localStorage.setItem('gradsweep-theme', theme); } catch { /* a browser may keep nothing */ }
  }

  const themeButton = document.getElementById('theme');
  function label() {
    themeButton.textContent = isDark() ? 'Light' : 'Dark';
  }
  themeButton.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    remember(root.dataset.theme);
    label();
    redraw();
  });
  wanted.addEventListener('change', () => { label(); redraw(); });

  let screenTheme;
  const PRINT_WIDTH = 660;
  addEventListener('beforeprint', () => {
    printing = true;
    screenTheme = root.dataset.theme;
    root.dataset.theme = 'light';
    figures.forEach(f => f.charts.forEach(c => c.resize({ width: PRINT_WIDTH, height: 300 })));
    redraw();
  });
  addEventListener('afterprint', () => {
    printing = false;
    if (screenTheme) root.dataset.theme = screenTheme; else delete root.dataset.theme;
    figures.forEach(f => f.charts.forEach(c => c.resize({ width: 'auto', height: 'auto' })));
    redraw();
  });

  const theme = remembered();
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
  label();
  for (const made of document.querySelectorAll('figure.chart')) {
    if (document.getElementById(made.id + '-data')) figures.push(new Figure(made));
  }
  root.dataset.drawn = String(figures.length);
})();
