// docs/doctor-green.svg: what `landbridge doctor` really says of the simulator, drawn as a terminal shows it. Run by
// hand when the screen has changed: node scripts/doctor-picture.ts
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../cli/landbridge.mjs', import.meta.url));
const picture = fileURLToPath(new URL('../docs/doctor-green.svg', import.meta.url));

/** Of the styles that the command uses. */
const colours: Readonly<Record<string, string>> = {
  '1': 'font-weight="bold"',
  '2': 'fill="#8b949e"',
  '31': 'fill="#ff7b72"',
  '32': 'fill="#3fb950"',
  '33': 'fill="#d29922"',
};
const lineHeight = 18;
const margin = 16;
const charWidth = 7.83;

function captureScreen(folder: string): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [launcher, 'doctor', '--bindings', 'bindings.json'],
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH, FORCE_COLOR: '1' } },
  );
  if (status !== 0) throw new Error(`doctor is not green: ${stdout}${stderr}`);
  return `$ landbridge doctor\n${stdout}`;
}

function draw(screen: string): string {
  const lines = screen.trimEnd().split('\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what styles are made of
  const plain = lines.map((line) => line.replace(/\u001b\[\d+m/g, ''));
  const width = Math.ceil(Math.max(...plain.map((line) => line.length)) * charWidth) + 2 * margin;
  const height = lines.length * lineHeight + 2 * margin;
  const texts = lines.map(
    (line, index) =>
      `<text x="${margin}" y="${margin + 13 + index * lineHeight}" xml:space="preserve">${drawLine(line)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="#e6edf3">`,
    '<title>The screen of landbridge doctor: a green tick at every check</title>',
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...texts,
    '</svg>',
    '',
  ].join('\n');
}

function drawLine(line: string): string {
  let style = '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what styles are made of
  const parts = line.split(/\u001b\[(\d+)m/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1) {
        style = colours[part] ?? '';
        return '';
      }
      if (part === '') return '';
      return style === '' ? escaped(part) : `<tspan ${style}>${escaped(part)}</tspan>`;
    })
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const folder = mkdtempSync(join(tmpdir(), 'landbridge-picture-'));
const simulator = spawn(
  process.execPath,
  [launcher, 'simulate', '--port', '0', '--size', '300', '--bindings', 'bindings.json'],
  { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  await once(simulator.stdout, 'data');
  writeFileSync(picture, draw(captureScreen(folder)));
} finally {
  simulator.kill();
  await once(simulator, 'close');
  rmSync(folder, { recursive: true });
}
