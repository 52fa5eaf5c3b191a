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
  function tick(x) {
    if (x === 0) return '0';
    const exponent = Math.log10(Math.abs(x));
    const power = Math.round(exponent);
    if (Math.abs(exponent - power) < 1e-9 && Math.abs(power) > 3) {
      return (x < 0 ? '−' : '') + '10' + [...String(power)].map(c => RAISED[c]).join('');
    }
    if (Math.abs(x) >= 1e5 || Math.abs(x) < 1e-3) {
      return Number(x.toPrecision(3)).toExponential().replace('e+', 'e');
    }
    return String(Number(x.toPrecision(4)));
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
  const PLAIN = { THEORY: 'theory', FIT: 'fit' };

  const words = status => status.replace(/_/g, ' ');

  /** The same name has the same colour, symbol and dash in every chart of the page. */
  const places = new Map();
  function place(name) {
    if (!places.has(name)) places.set(name, places.size);
    return places.get(name);
  }
  const symbol = name => SYMBOLS[place(name) % SYMBOLS.length];
  const dash = name => DASHES[Math.floor(place(name) / 8) % DASHES.length];

  /** Colours of a theme, read from the style sheet; without a name, of the one that is shown. */
  function palette(theme) {
    const probe = document.createElement('div');
    if (theme) probe.dataset.theme = theme;
    document.body.append(probe);
    const style = getComputedStyle(probe);
    const get = name => style.getPropertyValue('--' + name).trim();
    const names = ['card', 'ink', 'soft', 'line', 'grid', 'decal', 'glyph', ...STATUSES];
    const colours = Object.fromEntries(names.map(name => [name, get(name)]));
    colours.series = [0, 1, 2, 3, 4, 5, 6, 7].map(i => get('s' + i));
    probe.remove();
    colours.of = name => name === 'theory' ? colours.ink : colours.series[place(name) % 8];
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
      const text = shape('text', { x: 13, y: 11, 'text-anchor': 'middle', 'font-size': 10, fill: colours.glyph });
      text.textContent = GLYPHS[entry.status];
      svg.append(text);
      return svg;
    }
    const colour = entry.mark ? colours.soft : colours.of(entry.colour);
    const dashes = entry.mark === 'THEORY' ? '5 3' : entry.mark ? 'none' : [].concat(dash(entry.colour)).join(' ');
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
      svg.append(shape('path', { d: outline[symbol(entry.colour)], fill: colour }));
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

  const positive = (axis, x) => !axis.log || x > 0;

  /** Ends of an axis: a little beyond the data; on a logarithmic one of few decades, whole decades. */
  function ends(values, log) {
    const finite = values.filter(v => v !== null && Number.isFinite(v) && (!log || v > 0));
    if (finite.length === 0) return {};
    let low = Infinity;
    let high = -Infinity;
    for (const v of finite) { low = Math.min(low, v); high = Math.max(high, v); }
    if (!log) return {};
    const a = Math.log10(low);
    const b = Math.log10(high);
    const pad = Math.max(0.04 * (b - a), 0.02);
    const inside = Math.floor(b + pad) - Math.ceil(a - pad) + 1;
    return inside < 2
      ? { min: 10 ** Math.floor(a), max: 10 ** Math.max(Math.ceil(b), Math.floor(a) + 1) }
      : { min: 10 ** (a - pad), max: 10 ** (b + pad) };
  }

  function axis(colours, spec, extent, vertical) {
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
      return { ...common, type: 'category', data: spec.categories, splitLine: { show: false } };
    }
    const cut = extent.min !== undefined && !Number.isInteger(Math.log10(extent.min));
    return {
      ...common,
      ...extent,
      type: spec.log ? 'log' : 'value',
      scale: true,
      axisLabel: {
        ...common.axisLabel, formatter: tick,
        showMinLabel: cut ? false : null, showMaxLabel: cut ? false : null,
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

  function bandOf(series, points, colours, floor) {
    const data = points.filter(p => p[2] != null && p[3] != null)
      .map(p => [p[0], Math.max(p[2], floor), Math.max(p[3], floor)]);
    if (!data.some(p => p[2] > p[1])) return [];
    return [{
      type: 'custom', name: series.name, silent: true, clip: true, data,
      encode: { x: 0, y: [1, 2] }, z: 1, tooltip: { show: false },
      renderItem: (params, api) => {
        if (params.dataIndex > 0) return null;
        const upper = data.map(p => api.coord([p[0], p[2]]));
        const lower = data.map(p => api.coord([p[0], p[1]])).reverse();
        return {
          type: 'polygon', shape: { points: [...upper, ...lower] },
          style: { fill: colours.of(series.colour), opacity: 0.16 },
        };
      },
    }];
  }

  function barsOf(series, points, colours, floor) {
    const data = points.filter(p => p[2] != null && p[3] != null && p[3] > p[2])
      .map(p => [p[0], Math.max(p[2], floor), Math.max(p[3], floor)]);
    if (data.length === 0) return [];
    return [{
      type: 'custom', name: series.name, silent: true, clip: true, data,
      encode: { x: 0, y: [1, 2] }, z: 1, tooltip: { show: false },
      renderItem: (params, api) => {
        const [x, low] = api.coord([api.value(0), api.value(1)]);
        const high = api.coord([api.value(0), api.value(2)])[1];
        return {
          type: 'line', shape: { x1: x, y1: low, x2: x, y2: high },
          style: { stroke: colours.of(series.colour), opacity: 0.5, lineWidth: 2 },
        };
      },
    }];
  }

  function pointOf(p, colour, colours, name) {
    const hollow = p[5] !== undefined && p[5] < p[4];
    return {
      value: [p[0], p[1]], point: p, symbol: symbol(name),
      itemStyle: hollow ? { color: colours.card, borderColor: colour, borderWidth: 1.5 } : { color: colour },
    };
  }

  function seriesOf(series, spec, colours, floor) {
    const colour = colours.of(series.colour);
    const points = series.points.filter(p => positive(spec.x, p[0]) && positive(spec.y, p[1]));
    const data = points.map(p => pointOf(p, colour, colours, series.colour));
    switch (series.mark) {
      case 'DOTS':
        return [
          ...barsOf(series, points, colours, floor),
          { type: 'scatter', name: series.name, data, symbolSize: points.length > 200 ? 5 : 8, z: 3, itemStyle: { opacity: 0.85 } },
        ];
      case 'THEORY':
        return [{
          type: 'line', name: series.name, data: points.map(p => [p[0], p[1]]), showSymbol: false, z: 4,
          symbol: 'none', lineStyle: { color: colour, width: 1.5, type: [5, 4] }, itemStyle: { color: colour },
        }];
      case 'FIT':
        return [{
          type: 'line', name: series.name, data: points.map(p => [p[0], p[1]]), showSymbol: false, z: 2,
          symbol: 'none', lineStyle: { color: colour, width: 1.5 }, itemStyle: { color: colour },
        }];
      default:
        return [
          ...bandOf(series, points, colours, floor),
          {
            type: 'line', name: series.name, data, symbolSize: points.length > 60 ? 4 : 7, z: 3,
            showSymbol: points.length <= 130, lineStyle: { color: colour, width: 2, type: dash(series.colour) },
            itemStyle: { color: colour },
          },
        ];
    }
  }

  function tipOfLines(panel, colours, parameters) {
    const shown = [].concat(parameters).filter(p => p.seriesType !== 'custom');
    if (shown.length === 0) return null;
    const x = shown[0].value[0];
    const label = panel.x.categories ? panel.x.categories[x] : number(x);
    const tip = element('div', { class: 'tip' }, element('b', {}, `${panel.x.name} ${label}`));
    for (const p of shown) {
      const point = p.data.point;
      let extra = '';
      if (point && point[4] > 1) {
        const band = point[2] == null || point[3] == null ? '' : `10–90 %: ${number(point[2])} to ${number(point[3])}, `;
        extra = point[5] < point[4] ? `${band}${point[5]} of ${point[4]} trials have a value` : `${band}${point[4]} trials`;
      }
      tip.append(...row(p.color, p.seriesName, number(p.value[1]), extra));
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
    const own = visible.flatMap(s => s.points);
    const ys = all.flatMap(p => [p[1], p[2], p[3]]).filter(v => v != null && (!spec.y.log || v > 0));
    const medians = all.map(p => p[1]).filter(v => v != null && (!spec.y.log || v > 0));
    const least = medians.reduce((a, b) => Math.min(a, b), Infinity);
    const floor = spec.y.log ? least / 10 : -Infinity;
    const extent = ends(ys.filter(v => v >= floor), spec.y.log);
    const dots = visible.every(s => s.mark !== 'LINE');
    return {
      ...frame(colours, {
        trigger: dots ? 'item' : 'axis',
        axisPointer: { type: 'line', lineStyle: { color: colours.soft }, snap: true },
        formatter: p => tipOfLines(panel, colours, p),
      }),
      xAxis: axis(colours, spec.x, ends(own.map(p => p[0]), spec.x.log), false),
      yAxis: axis(colours, spec.y, extent, true),
      series: visible.flatMap(s => seriesOf(s, spec, colours, Math.max(floor, extent.min ?? -Infinity))),
    };
  }

  // ---- shares and maps of statuses

  const decalOf = (status, colours) => DECALS[status] && { ...DECALS[status], color: colours.decal };

  function sharesOption(panel, figure, colours) {
    const totals = panel.x.categories.map((_, i) => panel.counts.reduce((sum, along) => sum + along[i], 0));
    const series = panel.statuses.map((status, s) => ({
      type: 'bar', stack: 'all', name: words(status), barCategoryGap: '0%',
      data: panel.counts[s].map((count, i) => totals[i] ? 100 * count / totals[i] : 0),
      itemStyle: { color: colours[status], decal: decalOf(status, colours) },
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
      xAxis: axis(colours, panel.x, {}, false),
      yAxis: {
        ...axis(colours, { name: '% of the trials' }, {}, true), min: 0, max: 100,
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
        if (Math.min(width, height) >= 11) {
          children.push({
            type: 'text', silent: true,
            style: {
              text: GLYPHS[status], x, y, align: 'center', verticalAlign: 'middle', fill: colours.glyph,
              fontSize: Math.min(12, Math.min(width, height) - 2),
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
      xAxis: axis(colours, panel.x, {}, false),
      yAxis: axis(colours, panel.y, {}, true),
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
      this.charts = this.panels.map((panel, i) => this.chart(panel, `${root.id}-${i + 1}`));
      this.controls();
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
      const tools = canvas.parentElement.querySelector('.tools');
      tools.append(button('Save SVG', () => this.save(panel, canvas)));
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
            if (!plain) entries.set('colour ' + s.colour, { name: s.colour, colour: s.colour, dots: s.mark === 'DOTS' });
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
      if (this.lines) {
        const scales = element('div', { class: 'scales', role: 'group', 'aria-label': 'Scales' });
        for (const which of ['x', 'y']) {
          if (this.canBeLog(which)) {
            const made = button(`log ${which}`, b => this.scale(which, b), this.log[which]);
            made.classList.add('toggle');
            scales.append(made);
          } else {
            this.log[which] = false;
          }
        }
        bar.append(scales);
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
    save(panel, canvas) {
      const colours = palette('light');
      const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 820, height: 520 });
      const option = OPTIONS[panel.kind](panel, this, colours);
      const title = this.root.querySelector('h3').textContent + (panel.title ? ', ' + panel.title : '');
      const names = [...new Set(option.series.filter(s => s.type !== 'custom' || panel.kind === 'map').map(s => s.name))];
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
