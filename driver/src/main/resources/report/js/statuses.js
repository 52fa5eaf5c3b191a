// Shares and maps of statuses.

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
