import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stackState } from './support/environment';

jest.setTimeout(60_000);

describe('make demo', () => {
  it('shows four orders that end as they must, on any terminal of 100 columns, as often as it is run', async () => {
    for (const _run of ['first', 'again']) {
      const { code, output } = await runDemo();
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('All 4 orders ended') as string });
      expect(output.split('\n').filter((line) => line.startsWith('│') && line.length !== 100)).toEqual([]);
      expect(output).not.toContain('\u001b');
    }
  });
});

async function runDemo(): Promise<{ code: number | null; output: string }> {
  const demo = join(__dirname, '../dist/tools/demo/main.js');
  const child = spawn(process.execPath, [demo, '--home', stackState().home], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, output };
}
