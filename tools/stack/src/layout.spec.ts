import { dataFolderOutsideHome, layoutOf } from './layout';

describe('where things are', () => {
  it('keeps everything below the home', () => {
    const paths = Object.values(layoutOf('/shop/.local'));
    for (const path of paths) expect(path).toMatch(/^\/shop\/\.local/);
  });

  it('gives every home a data folder of its own outside', () => {
    const folder = dataFolderOutsideHome('/shop/.local');
    expect(folder).toMatch(/^\/var\/lib\/tradewind-[0-9a-f]{12}$/);
    expect(dataFolderOutsideHome('/shop/.local/')).toBe(folder);
    expect(dataFolderOutsideHome('/shop/.local/test')).not.toBe(folder);
  });
});
