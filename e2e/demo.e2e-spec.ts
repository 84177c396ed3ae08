import { stackState } from './support/environment';
import { runTool } from './support/tools';

jest.setTimeout(60_000);

describe('make demo', () => {
  it('shows four orders that end as they must, on any terminal of 100 columns, as often as it is run', async () => {
    for (const _run of ['first', 'again']) {
      const { code, stdout, stderr } = await runTool('demo', ['--home', stackState().home]);
      const output = `${stdout}${stderr}`;
      expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('All 4 orders ended') as string });
      expect(output.split('\n').filter((line) => line.startsWith('│') && line.length !== 100)).toEqual([]);
      expect(output).not.toContain('\u001b');
    }
  });
});
