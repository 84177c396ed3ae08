import { anywhere, choosePorts } from './ports';

const allBut =
  (...taken: number[]) =>
  (port: number) =>
    Promise.resolve(!taken.includes(port));

describe('choosing ports', () => {
  it('gives everybody the port of their wish while it is free', async () => {
    const wishes = [
      { name: 'user', preferred: 8001 },
      { name: 'product', preferred: 8002 },
    ];
    expect(await choosePorts(wishes, allBut())).toEqual({ user: 8001, product: 8002 });
  });

  it('gives the next free port that nobody else would like when the wished one is taken', async () => {
    const wishes = [
      { name: 'user', preferred: 8001 },
      { name: 'product', preferred: 8002 },
    ];
    expect(await choosePorts(wishes, allBut(8001, 8003))).toEqual({ user: 8004, product: 8002 });
  });

  it('never gives one port to two', async () => {
    const wishes = [
      { name: 'a', preferred: 8001 },
      { name: 'b', preferred: 8002 },
    ];
    expect(await choosePorts(wishes, allBut(8001, 8002))).toEqual({ a: 8003, b: 8004 });
  });

  it('refuses another port than the one that a setting asks for', async () => {
    const wishes = [{ name: 'user', preferred: 9001, fixed: true }];
    await expect(choosePorts(wishes, allBut(9001))).rejects.toThrow('Port 9001 for user is taken');
  });

  it('says so when no port is left', async () => {
    await expect(choosePorts([{ name: 'user', preferred: 65_535 }], allBut(65_535))).rejects.toThrow('No free port');
  });

  it('moves a stack that may be anywhere below the ports of outgoing connections, settings or not', () => {
    const wishes = [
      { name: 'user', preferred: 8001, fixed: true },
      { name: 'product', preferred: 8002 },
    ];
    expect(anywhere(wishes, () => 0.5)).toEqual([
      { name: 'user', preferred: 26_000, fixed: false },
      { name: 'product', preferred: 26_001, fixed: false },
    ]);
  });
});
