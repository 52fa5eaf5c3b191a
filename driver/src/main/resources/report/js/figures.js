// A figure: its charts, its legend, its buttons.

class Figure {
  constructor(root) {
    this.root = root;
    this.panels = JSON.parse(document.getElementById(root.id + '-data').textContent);
    this.hidden = new Set();
    const first = this.panels[0];
    this.lines = first.kind === 'lines';
    this.log = this.lines ? { x: first.x.log, y: first.y.log } : {};
    const groups = this.lines ? this.panels.flatMap(p => p.series).filter(s => !PLAIN[s.mark]) : [];
    this.places = placesOf(new Set(groups.map(s => s.colour)));
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
    if (!this.lines) {
      return new Map([...entries].sort((a, b) => STATUSES.indexOf(a[1].status) - STATUSES.indexOf(b[1].status)));
    }
    for (const mark of Object.keys(PLAIN)) {
      if (this.panels.some(p => p.series.some(s => s.mark === mark))) {
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
    this.off = element('p', { class: 'note', role: 'status' });
    bar.after(this.off);
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

  /** Says how many points the axes as they are now have no place for. */
  tellOff() {
    const off = this.lines ? this.panels.flatMap(p => p.series.filter(s => !PLAIN[s.mark]).flatMap(s => s.points.filter(
      point => !stands({ log: this.log.x && !p.x.categories }, point[0]) || !stands({ log: this.log.y }, point[1])))) : [];
    this.off.textContent = off.length === 0 ? ''
      : `${off.length} of the points are not above 0, where a logarithmic axis has no place for them.`;
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
    this.tellOff();
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
