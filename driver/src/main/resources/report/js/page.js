// The page: themes, print, and the start.

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
