// Axes, and the frame around what a chart draws.

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
  const pad = high - low > 1e-9 ? 0.05 * (high - low) : 0.01;
  const ends = { min: low - pad, max: high + pad };
  const customValues = logTicks(ends.min, ends.max);
  return { ...ends, axisTick: { customValues }, axisLabel: { customValues } };
}

/** @param digits of a tick's label, so that ticks of a narrow range differ */
function axisOption(colours, spec, extent, vertical, digits = 4) {
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
    const labels = categoryLabels(spec.categories);
    return {
      ...common, type: 'category', data: spec.categories, splitLine: { show: false },
      axisLabel: { ...common.axisLabel, formatter: (text, i) => labels[i] ?? text },
    };
  }
  return {
    ...common,
    ...extent,
    type: 'value',
    scale: true,
    axisTick: { ...common.axisTick, ...extent.axisTick },
    axisLabel: {
      ...common.axisLabel, ...extent.axisLabel, formatter: x => tick(spec.log ? 10 ** x : x, digits),
    },
  };
}

function frame(colours, extra) {
  return {
    animation: false,
    backgroundColor: 'transparent',
    textStyle: { fontFamily: 'system-ui, -apple-system, Roboto, DejaVu Sans, sans-serif' },
    grid: { left: 8, right: 20, top: 34, bottom: 34, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      confine: true, backgroundColor: colours.card, borderColor: colours.line, padding: [6, 10],
      textStyle: { color: colours.ink }, ...extra,
    },
  };
}
