import * as contracts from '.';
import type { CommandContract, EventContract } from './contract';

const all = Object.entries({ ...contracts })
  .filter(([, value]) => typeof value === 'object')
  .flatMap(([, module]) => Object.values(module as Record<string, unknown>))
  .filter((value): value is CommandContract | EventContract => typeof value === 'object' && value !== null);

describe('the contracts', () => {
  it('have wire names of the form owner.name.vN', () => {
    expect(all.length).toBeGreaterThan(8);
    for (const contract of all) expect(contract.type).toMatch(/^[a-z]+\.[a-z-]+\.v[1-9]\d*$/);
  });

  it('use every wire name once', () => {
    const names = all.flatMap((c) => (c.kind === 'command' ? [c.type, c.done.type, c.refused.type] : [c.type]));
    expect(new Set(names).size).toBe(names.length);
  });

  it('have replies that belong to the owner of their command', () => {
    for (const contract of all) {
      if (contract.kind !== 'command') continue;
      expect(contract.done.type.split('.')[0]).toBe(contract.owner);
      expect(contract.refused.type.split('.')[0]).toBe(contract.owner);
    }
  });
});
