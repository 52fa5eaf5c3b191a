// Charts of lines and points.

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
  const plain = (colour, type, width, z) => [{
    type: 'line', name: series.name, z, showSymbol: false, symbol: 'none', itemStyle: { color: colour, opacity: 0 },
    data: dataOf(points, spec, colours, colour, place, true), lineStyle: { color: colour, width, type },
  }];
  switch (series.mark) {
    case 'DOTS':
      return [
        ...barsOf(points, spec, floor, colour),
        {
          type: 'scatter', name: series.name, z: 3, symbolSize: points.length > 200 ? 5 : 8,
          data: dataOf(points, spec, colours, colour, place, true), symbol: symbol(place),
          itemStyle: { color: colour, opacity: 0.85 },
        },
      ];
    case 'THEORY':
      return plain(colours.ink, [4, 5], 1.5, 4); // seen on a line of its group's colour too
    case 'FIT':
      return plain(colour, 'solid', 1.5, 2);
    default:
      return [
        ...bandOf(points, spec, floor, colour),
        {
          type: 'line', name: series.name, z: 3, symbolSize: points.length > MOST_SYMBOLS ? 5 : 7,
          data: dataOf(points, spec, colours, colour, place, false), symbol: symbol(place), showAllSymbol: true,
          lineStyle: { color: colour, width: 2, type: dash(place) }, itemStyle: { color: colour },
        },
      ];
  }
}

function tipOfLines(panel, digits, parameters) {
  const shown = [].concat(parameters).filter(p => p.seriesType !== 'custom');
  if (shown.length === 0) return null;
  const x = shown[0].data.point[0];
  const label = panel.x.categories ? panel.x.categories[x] : number(x, digits.x);
  const tip = element('div', { class: 'tip' }, element('b', {}, `${panel.x.name} ${label}`));
  for (const p of shown) {
    const point = p.data.point;
    let extra = '';
    if (point[4] > 1) {
      const band = point[2] == null || point[3] == null ? '' : `10–90 %: ${number(point[2], digits.y)} to ${number(point[3], digits.y)}, `;
      extra = point[5] < point[4] ? `${band}${point[5]} of ${point[4]} trials have a value` : `${band}${point[4]} trials`;
    }
    tip.append(...row(p.data.colour ?? p.color, p.seriesName, number(point[1], digits.y), extra));
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
  const digits = { x: digitsOf(xs, 5), y: digitsOf(ys, 5) };
  return {
    ...frame(colours, {
      trigger: visible.every(s => s.mark !== 'LINE') ? 'item' : 'axis',
      axisPointer: { type: 'line', lineStyle: { color: colours.soft }, snap: true },
      formatter: p => tipOfLines(panel, digits, p),
    }),
    xAxis: axisOption(colours, spec.x, extent(spec.x, xs), false, digitsOf(xs, 4)),
    yAxis: axisOption(colours, spec.y, extent(spec.y, ys), true, digitsOf(ys, 4)),
    series: visible.flatMap(s => seriesOf(s, spec, colours, floor, figure.places.get(s.colour))),
  };
}
